/// The `spin` command: parses arguments, calls a service, prints, and turns every failure into text and exit code.
@NullMarked
package dev.spinjvm.cli;

import org.jspecify.annotations.NullMarked;
