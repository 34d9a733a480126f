@NullMarked
package dev.spinjvm.plugins.settings;

import org.jspecify.annotations.NullMarked;
