/// `spin watch`: which files an application is made of, and what to do when they change.
@NullMarked
package dev.spinjvm.loader.watch;

import org.jspecify.annotations.NullMarked;
