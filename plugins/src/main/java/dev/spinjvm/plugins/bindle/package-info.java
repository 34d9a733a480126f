/// Bindle: named, versioned, immutable collections of parcels, and the client of the servers that keep them.
@NullMarked
package dev.spinjvm.plugins.bindle;

import org.jspecify.annotations.NullMarked;
