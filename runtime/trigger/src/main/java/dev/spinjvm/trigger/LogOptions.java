package dev.spinjvm.trigger;

import java.nio.file.Path;
import java.util.Optional;

/// What happens to the output of components.
///
/// @param directory where the files `<component>_stdout.txt` and `<component>_stderr.txt` are; without one everything goes to stderr,
///        whatever `follow` says
/// @param truncate whether files of earlier runs are emptied first
/// @param prefix whether each line begins with its time and component
public record LogOptions(Optional<Path> directory, boolean truncate, FollowComponents follow, boolean prefix) {}
