@NullMarked
package dev.spinjvm.plugins.json;

import org.jspecify.annotations.NullMarked;
