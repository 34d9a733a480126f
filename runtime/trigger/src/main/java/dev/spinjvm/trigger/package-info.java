@NullMarked
package dev.spinjvm.trigger;

import org.jspecify.annotations.NullMarked;
