@NullMarked
package dev.spinjvm.loader;

import org.jspecify.annotations.NullMarked;
