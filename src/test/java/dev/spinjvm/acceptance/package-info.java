/// The whole program as its users meet it, and the rules of the house.
@NullMarked
package dev.spinjvm.acceptance;

import org.jspecify.annotations.NullMarked;
