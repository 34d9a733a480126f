package dev.spinjvm.loader.templates;

import dev.spinjvm.loader.Manifest.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How a template is run.
///
/// @param name of the application or component
/// @param output the folder to generate into, relative to the current directory, or to the application that a component is added to
/// @param values of parameters
/// @param acceptDefaults takes the defaults of parameters that no value is given for
/// @param noVcs makes neither a `.gitignore` nor a repository
/// @param allowOverwrite generates into a folder that has files
/// @param target the environment that a new application is meant for
public record RunOptions(Variant variant, String name, Path output, Map<String, String> values, boolean acceptDefaults, boolean noVcs,
        boolean allowOverwrite, Optional<Target> target) {
    /// Without an environment.
    public RunOptions(Variant variant, String name, Path output, Map<String, String> values, boolean acceptDefaults, boolean noVcs,
            boolean allowOverwrite) {
        this(variant, name, output, values, acceptDefaults, noVcs, allowOverwrite, Optional.empty());
    }
}
