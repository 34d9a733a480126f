@NullMarked
package dev.spinjvm.component.validation;

import org.jspecify.annotations.NullMarked;
