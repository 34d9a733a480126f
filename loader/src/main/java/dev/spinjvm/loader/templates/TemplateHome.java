package dev.spinjvm.loader.templates;

import java.nio.file.Path;
import java.util.Map;

/// What templates need to know of the program's surroundings.
///
/// @param folder where installed templates are kept, as `DataDirectories.templates` gives it
/// @param builtIn whether there are those that come with the program, too
/// @param workingDirectory what relative paths are relative to
/// @param environment the environment variables
/// @param version of this program, such as `4.1.0`
public record TemplateHome(Path folder, boolean builtIn, Path workingDirectory, Map<String, String> environment, String version) {
    /// The same for the templates of one target environment, kept in a folder of their own, as Spin keeps them.
    public TemplateHome ofEnvironment(String name) {
        return new TemplateHome(folder.resolve(TemplateStore.ENVIRONMENTS).resolve(TemplateStore.safe(name)), false, workingDirectory,
                environment, version);
    }
}
