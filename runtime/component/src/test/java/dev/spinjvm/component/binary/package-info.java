@NullMarked
package dev.spinjvm.component.binary;

import org.jspecify.annotations.NullMarked;
