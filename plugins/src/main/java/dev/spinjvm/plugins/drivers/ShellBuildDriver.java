package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.build.BuildConsole;
import dev.spinjvm.loader.build.Shell;
import dev.spinjvm.loader.build.ShellBuilder;
import java.util.Optional;

/// The build driver `shell`: build commands in the shell, as every Spin runs them.
///
/// @param console where the commands are told
public record ShellBuildDriver(BuildConsole console) implements BuildDriver {
    @Override
    public BuildResult run(BuildRequest request, DriverContext context) throws InterruptedException {
        ShellBuilder shell = new ShellBuilder(Shell.ofThisSystem(context.children()), console, request.environment());
        for (BuildRequest.Component component : request.components()) {
            shell.build(component.id(), component.command(), Optional.ofNullable(component.workdir()), request.appRoot());
        }
        return BuildResult.inPlace(request);
    }
}
