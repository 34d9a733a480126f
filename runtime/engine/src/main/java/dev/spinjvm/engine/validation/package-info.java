/// The rules of the core specification's chapter "Validation".
@NullMarked
package dev.spinjvm.engine.validation;

import org.jspecify.annotations.NullMarked;
