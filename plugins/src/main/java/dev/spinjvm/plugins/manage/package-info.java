@NullMarked
package dev.spinjvm.plugins.manage;

import org.jspecify.annotations.NullMarked;
