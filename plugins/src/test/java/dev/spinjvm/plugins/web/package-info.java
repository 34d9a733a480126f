@NullMarked
package dev.spinjvm.plugins.web;

import org.jspecify.annotations.NullMarked;
