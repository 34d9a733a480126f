@NullMarked
package dev.spinjvm.plugins;

import org.jspecify.annotations.NullMarked;
