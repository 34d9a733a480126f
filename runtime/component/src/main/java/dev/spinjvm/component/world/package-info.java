/// The world of a component as its author wrote it: named interfaces, with types that refer to each other by name. Validation
/// resolves such names, and canonical definitions need none of them; texts and new components do.
@NullMarked
package dev.spinjvm.component.world;

import org.jspecify.annotations.NullMarked;
