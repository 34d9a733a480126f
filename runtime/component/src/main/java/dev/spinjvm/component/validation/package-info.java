/// Validation of components: the typing rules of the Component Model, subtyping, and what linking asks of them.
@NullMarked
package dev.spinjvm.component.validation;

import org.jspecify.annotations.NullMarked;
