@NullMarked
package dev.spinjvm.plugins.bindle;

import org.jspecify.annotations.NullMarked;
