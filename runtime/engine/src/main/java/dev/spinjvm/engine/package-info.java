@NullMarked
package dev.spinjvm.engine;

import org.jspecify.annotations.NullMarked;
