/// Drivers: who builds the components of an application, and who runs it. Built-in ones and those that are plugins (`build-NAME`,
/// `run-NAME`) are chosen alike and asked the same.
@NullMarked
package dev.spinjvm.plugins.drivers;

import org.jspecify.annotations.NullMarked;
