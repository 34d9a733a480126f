/// `wasi:cli` 0.2: environment, exit, standard streams and terminals.
@NullMarked
package dev.spinjvm.wasi.cli;

import org.jspecify.annotations.NullMarked;
