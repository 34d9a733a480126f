@NullMarked
package dev.spinjvm.plugins.images;

import org.jspecify.annotations.NullMarked;
