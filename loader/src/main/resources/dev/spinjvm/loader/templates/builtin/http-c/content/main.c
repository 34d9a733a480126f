#include "http.h"

// Answers every request with a greeting.
EXPORT("wasi:http/incoming-handler@0.2.0#handle") void handle(int32_t request, int32_t outparam) {
    (void)request; // request_path(), request_method() and request_headers() tell what was asked for
    int32_t headers = fields_new();
    add_header(headers, TEXT("content-type"), TEXT("text/plain"));
    send(respond(outparam, 200, headers), TEXT("Hello World!\n"));
}
