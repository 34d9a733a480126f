/// `wasi:sockets` 0.2: the interfaces exist, every operation is denied.
@NullMarked
package dev.spinjvm.wasi.sockets;

import org.jspecify.annotations.NullMarked;
