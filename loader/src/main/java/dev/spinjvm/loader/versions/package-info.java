@NullMarked
package dev.spinjvm.loader.versions;

import org.jspecify.annotations.NullMarked;
