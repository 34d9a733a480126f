@NullMarked
package dev.spinjvm.plugins.version;

import org.jspecify.annotations.NullMarked;
