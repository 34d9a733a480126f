@NullMarked
package dev.spinjvm.loader.sources;

import org.jspecify.annotations.NullMarked;
