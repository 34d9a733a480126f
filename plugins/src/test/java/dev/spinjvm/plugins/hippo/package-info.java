@NullMarked
package dev.spinjvm.plugins.hippo;

import org.jspecify.annotations.NullMarked;
