package dev.spinjvm.loader.templates;

import java.nio.file.Path;
import java.util.Map;

/// How a template is run.
///
/// @param name of the application or component
/// @param output the folder to generate into, relative to the current directory, or to the application that a component is added to
/// @param values of parameters
/// @param acceptDefaults takes the defaults of parameters that no value is given for
/// @param noVcs makes neither a `.gitignore` nor a repository
/// @param allowOverwrite generates into a folder that has files
public record RunOptions(Variant variant, String name, Path output, Map<String, String> values, boolean acceptDefaults, boolean noVcs,
        boolean allowOverwrite) {}
