/// Turns a component and the host's definitions into a flat instantiation plan: everything that is the same for every
/// instance is worked out once, and what remains is a list of steps over numbered slots.
@NullMarked
package dev.spinjvm.component.plan;

import org.jspecify.annotations.NullMarked;
