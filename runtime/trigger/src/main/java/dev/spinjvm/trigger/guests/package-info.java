/// Guests made of several components: a component of the application, its dependencies, and what a trigger puts before it.
@NullMarked
package dev.spinjvm.trigger.guests;

import org.jspecify.annotations.NullMarked;
