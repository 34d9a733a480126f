/// Target environments: where an application is meant to run, and what is offered there.
@NullMarked
package dev.spinjvm.loader.targets;

import org.jspecify.annotations.NullMarked;
