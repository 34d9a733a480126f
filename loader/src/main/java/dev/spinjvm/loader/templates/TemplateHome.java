package dev.spinjvm.loader.templates;

import java.nio.file.Path;
import java.util.Map;

/// What templates need to know of the program's surroundings.
///
/// @param folder where installed templates are kept, as `DataDirectories.templates` gives it
/// @param workingDirectory what relative paths are relative to
/// @param environment the environment variables
/// @param version of this program, such as `4.1.0`
public record TemplateHome(Path folder, Path workingDirectory, Map<String, String> environment, String version) {}
