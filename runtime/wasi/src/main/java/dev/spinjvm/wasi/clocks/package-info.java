/// `wasi:clocks` 0.2.
@NullMarked
package dev.spinjvm.wasi.clocks;

import org.jspecify.annotations.NullMarked;
