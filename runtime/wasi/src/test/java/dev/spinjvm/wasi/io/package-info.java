@NullMarked
package dev.spinjvm.wasi.io;

import org.jspecify.annotations.NullMarked;
