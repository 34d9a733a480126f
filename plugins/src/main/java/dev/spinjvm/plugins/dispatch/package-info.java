@NullMarked
package dev.spinjvm.plugins.dispatch;

import org.jspecify.annotations.NullMarked;
