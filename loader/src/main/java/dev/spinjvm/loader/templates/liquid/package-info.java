/// The part of the Liquid template language that templates of applications use.
@NullMarked
package dev.spinjvm.loader.templates.liquid;

import org.jspecify.annotations.NullMarked;
