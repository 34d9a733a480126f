@NullMarked
package dev.spinjvm.wasi.filesystem;

import org.jspecify.annotations.NullMarked;
