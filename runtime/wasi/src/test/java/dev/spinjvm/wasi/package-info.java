@NullMarked
package dev.spinjvm.wasi;

import org.jspecify.annotations.NullMarked;
