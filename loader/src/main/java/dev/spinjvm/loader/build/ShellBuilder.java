package dev.spinjvm.loader.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.loader.build.BuildManifest.Part;

/// Builds components by their build commands, in the shell. Commands run one after the other; the first that fails ends the build.
///
/// @param environment variables beside those of this process
public record ShellBuilder(Shell shell, BuildConsole console, Map<String, String> environment) implements ComponentBuilder {
    @Override
    public void build(BuildManifest manifest, List<Part> parts) throws InterruptedException {
        for (Part part : parts) {
            build(part.id(), part.commands(), part.workdir(), manifest.folder());
        }
    }

    /// Builds one component.
    ///
    /// @param workdir below the folder of the application
    /// @throws BuildException if it cannot be built
    public void build(String id, List<String> commands, Optional<String> workdir, Path appFolder) throws InterruptedException {
        if (commands.size() > 1) {
            console.step("Building", "component " + id + " (" + commands.size() + " commands)");
        }
        for (int i = 0; i < commands.size(); i++) {
            String command = commands.get(i);
            if (commands.size() > 1) {
                console.step("Running build step",
                        (i + 1) + "/" + commands.size() + " for component " + id + " with '" + command + "'");
            } else {
                console.step("Building", "component " + id + " with `" + command + "`");
            }
            run(id, command, workingFolder(id, workdir, appFolder));
        }
    }

    private Path workingFolder(String id, Optional<String> given, Path appFolder) {
        String workdir = given.orElse(null);
        if (workdir == null) {
            return appFolder;
        }
        if (Path.of(workdir).getRoot() != null || workdir.startsWith("/")) {
            throw new BuildException("The workdir specified in the application file must be relative.");
        }
        Path folder = appFolder.resolve(workdir);
        console.line("Working directory: \"" + folder + "\"");
        if (!Files.isDirectory(folder)) {
            throw new BuildException("The workdir of component " + id + " is no directory: \"" + folder + "\"");
        }
        return folder;
    }

    private void run(String id, String command, Path folder) throws InterruptedException {
        int code;
        try {
            code = shell.run(command, folder, environment);
        } catch (IOException e) {
            throw new BuildException("Cannot spawn build process '" + command + "' for component " + id, e);
        }
        if (code != 0) {
            throw new BuildException("Build command for component " + id + " failed with status Exited(" + code + ")");
        }
    }
}
