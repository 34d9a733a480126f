/// `wasi:filesystem` 0.2 over directories of the host, which a guest cannot leave.
@NullMarked
package dev.spinjvm.wasi.filesystem;

import org.jspecify.annotations.NullMarked;
