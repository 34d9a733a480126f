/// Joins interfaces written in WIT with their bodies in Java.
@NullMarked
package dev.spinjvm.wasi.wit;

import org.jspecify.annotations.NullMarked;
