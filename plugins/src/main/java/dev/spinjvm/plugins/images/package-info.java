/// Container images of applications, made without a container engine: a Java runtime, this program, the application.
@NullMarked
package dev.spinjvm.plugins.images;

import org.jspecify.annotations.NullMarked;
