/// `wasi:io` 0.2: errors, pollables and byte streams, and the base classes on which other interfaces build theirs.
@NullMarked
package dev.spinjvm.wasi.io;

import org.jspecify.annotations.NullMarked;
