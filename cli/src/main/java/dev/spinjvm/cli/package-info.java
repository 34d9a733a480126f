@NullMarked
package dev.spinjvm.cli;

import org.jspecify.annotations.NullMarked;
