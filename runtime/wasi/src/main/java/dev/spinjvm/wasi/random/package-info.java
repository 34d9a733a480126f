/// `wasi:random` 0.2.
@NullMarked
package dev.spinjvm.wasi.random;

import org.jspecify.annotations.NullMarked;
