// A request comes as environment variables and standard input; the response goes to standard output.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintf(os.Stderr, "Handling request to %s\n", os.Getenv("PATH_INFO"))
	fmt.Print("Content-Type: text/plain\n\n")
	fmt.Println("Hello World!")
}
