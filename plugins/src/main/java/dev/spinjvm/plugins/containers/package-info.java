/// Container engines: building components and running applications in containers. An engine is a program of the user's, asked through
/// its command line.
@NullMarked
package dev.spinjvm.plugins.containers;

import org.jspecify.annotations.NullMarked;
