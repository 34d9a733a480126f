@NullMarked
package dev.spinjvm.host;

import org.jspecify.annotations.NullMarked;
