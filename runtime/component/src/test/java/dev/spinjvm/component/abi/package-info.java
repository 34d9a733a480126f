@NullMarked
package dev.spinjvm.component.abi;

import org.jspecify.annotations.NullMarked;
