/// The runtime configuration: what an application is given to run with, in a file of its own beside the manifest (`--runtime-config-file`).
@NullMarked
package dev.spinjvm.loader.runtimeconfig;

import org.jspecify.annotations.NullMarked;
