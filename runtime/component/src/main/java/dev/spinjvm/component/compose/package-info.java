/// Makes one component out of several: they are nested in it and linked to each other, and what none of them serves is imported.
@NullMarked
package dev.spinjvm.component.compose;

import org.jspecify.annotations.NullMarked;
