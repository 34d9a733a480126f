package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.build.BuildConsole;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.containers.ContainerBuildDriver;
import dev.spinjvm.plugins.containers.ContainerRunDriver;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.drivers.BuildDriver;
import dev.spinjvm.plugins.drivers.BuildSelection;
import dev.spinjvm.plugins.drivers.DebugBuildDriver;
import dev.spinjvm.plugins.drivers.DebugRunDriver;
import dev.spinjvm.plugins.drivers.DriverChoice;
import dev.spinjvm.plugins.drivers.DriverConsole;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.Drivers;
import dev.spinjvm.plugins.drivers.RunDriver;
import dev.spinjvm.plugins.drivers.ShellBuildDriver;
import dev.spinjvm.plugins.images.ProgramFiles;
import dev.spinjvm.plugins.kubernetes.KubernetesRunDriver;
import dev.spinjvm.plugins.settings.UserSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The drivers that this user has.
final class DriverAccess {
    private final Process process;

    DriverAccess(Process process) {
        this.process = process;
    }

    /// What the user has set once for all commands.
    UserSettings settings() {
        return UserSettings.in(DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null).config());
    }

    /// Who can build components.
    Drivers<BuildDriver> forBuilds(BuildConsole console) {
        Map<String, Supplier<? extends BuildDriver>> builtIn = new TreeMap<>();
        builtIn.put(BuildSelection.SHELL, () -> new ShellBuildDriver(console));
        builtIn.put(DebugBuildDriver.NAME, DebugBuildDriver::new);
        builtIn.put(ContainerBuildDriver.NAME, () -> new ContainerBuildDriver(new Directories(process.environment()).orElse(null).resolve(
                "build-caches")));
        return Drivers.ofBuild(builtIn, this::dispatcher, console());
    }

    /// Who can run an app elsewhere than in this process.
    Drivers<RunDriver> forRuns() {
        Map<String, Supplier<? extends RunDriver>> builtIn = new TreeMap<>();
        // To run it here needs no driver; to say how it would be run here does.
        builtIn.put(DriverChoice.LOCAL, DebugRunDriver::new);
        builtIn.put(DebugRunDriver.NAME, DebugRunDriver::new);
        builtIn.put(ContainerRunDriver.NAME, () -> new ContainerRunDriver(DriverAccess::program, images(process)));
        builtIn.put(KubernetesRunDriver.NAME, () -> new KubernetesRunDriver((app, reference, runnable) -> AppPush.publish(process, app,
                reference, runnable), "spin/" + Version.ofThisBuild().number()));
        return Drivers.ofRun(builtIn, this::dispatcher, console());
    }

    /// What drivers work with.
    ///
    /// @param whenAskedToEnd see [DriverContext]
    DriverContext context(ChildProcesses children, Consumer<Runnable> whenAskedToEnd) {
        return new DriverContext(process.environment(), process.workingDirectory(), children, console(), whenAskedToEnd);
    }

    /// The files of the program that runs here.
    static ProgramFiles program() {
        return ProgramFiles.of(System.getProperty("java.class.path", ""), Path.of(System.getProperty("java.home", "")));
    }

    /// Where parts of container images are kept.
    static Path images(Process process) {
        return new Directories(process.environment()).orElse(null).resolve("images");
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(PluginAccess.of(process).manager(), process.environment(), process.workingDirectory());
    }

    private DriverConsole console() {
        return new DriverConsole() {
            @Override
            public void data(String text) {
                process.out().print(text);
                process.out().flush();
            }

            @Override
            public void progress(String message) {
                process.err().println(message);
            }

            @Override
            public void warning(String message) {
                process.err().println(process.errorStyle().boldYellow("Warning") + ": " + message);
            }
        };
    }
}
