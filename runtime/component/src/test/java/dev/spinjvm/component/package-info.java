@NullMarked
package dev.spinjvm.component;

import org.jspecify.annotations.NullMarked;
