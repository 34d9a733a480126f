/// Talking to the servers of platforms: one origin, its credentials, and time limits.
@NullMarked
package dev.spinjvm.plugins.web;

import org.jspecify.annotations.NullMarked;
