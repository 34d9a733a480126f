@NullMarked
package dev.spinjvm.oci.http;

import org.jspecify.annotations.NullMarked;
