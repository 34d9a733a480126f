/// Finds what is wrong with an application and its surroundings, and offers to repair it.
@NullMarked
package dev.spinjvm.loader.doctor;

import org.jspecify.annotations.NullMarked;
