/// What compiled guests call and are linked to at run time.
///
/// Public because compiled code lives in class loaders of its own; not an interface for users of the engine.
@NullMarked
package dev.spinjvm.engine.guest;

import org.jspecify.annotations.NullMarked;
