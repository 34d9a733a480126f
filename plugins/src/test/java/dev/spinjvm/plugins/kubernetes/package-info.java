@NullMarked
package dev.spinjvm.plugins.kubernetes;

import org.jspecify.annotations.NullMarked;
