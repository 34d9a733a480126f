@NullMarked
package dev.spinjvm.plugins.containers;

import org.jspecify.annotations.NullMarked;
