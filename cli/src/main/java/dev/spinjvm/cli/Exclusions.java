package dev.spinjvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Arguments of which only one, or exactly one, can be given.
final class Exclusions {
    private Exclusions() {}

    /// @param given from an argument, as help names it, to whether it was given
    /// @throws ParameterException if more than one was
    static void atMostOne(CommandSpec spec, List<Map.Entry<String, Boolean>> given) {
        List<String> present = new ArrayList<>(given.stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList());
        if (present.size() > 1) {
            throw new ParameterException(spec.commandLine(), "the argument '" + present.get(0) + "' cannot be used with '" + present.get(1)
                    + "'");
        }
    }

    /// @throws ParameterException if an argument was given without the one that it needs
    static void needs(CommandSpec spec, boolean given, boolean other, String otherName) {
        if (given && !other) {
            throw missing(spec, otherName);
        }
    }

    static ParameterException missing(CommandSpec spec, String name) {
        return new ParameterException(spec.commandLine(), "the following required arguments were not provided:\n  " + name);
    }
}
