package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.process.ChildProcesses;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// What a driver works with.
///
/// @param environment that of this process
/// @param workingDirectory the user's current folder, absolute
/// @param children starts processes; ends them, with all that they started, when this program has to end at once
/// @param whenAskedToEnd takes what is to be done once the user asks for the end in good order (Ctrl-C, SIGTERM). It is done in a thread
///     of its own, and has to make `run` return; a driver that says nothing is ended at once, with its `children`
public record DriverContext(Map<String, String> environment, Path workingDirectory, ChildProcesses children, DriverConsole console,
        Consumer<Runnable> whenAskedToEnd) {}
