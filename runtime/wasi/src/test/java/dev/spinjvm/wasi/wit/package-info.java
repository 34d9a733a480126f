@NullMarked
package dev.spinjvm.wasi.wit;

import org.jspecify.annotations.NullMarked;
