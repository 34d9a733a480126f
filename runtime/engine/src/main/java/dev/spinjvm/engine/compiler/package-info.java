/// Translates validated function bodies to JVM classes.
@NullMarked
package dev.spinjvm.engine.compiler;

import org.jspecify.annotations.NullMarked;
