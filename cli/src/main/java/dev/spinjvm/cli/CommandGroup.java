package dev.spinjvm.cli;

import java.util.List;

/// A command with others below it.
///
/// @param command the annotated object
/// @param below annotated objects, or further groups, as help lists them
record CommandGroup(Object command, List<Object> below) {
    static CommandGroup of(Object command, Object... below) {
        return new CommandGroup(command, List.of(below));
    }
}
