package dev.spinjvm.cli;

import dev.spinjvm.cli.ExternalTriggers.Launch;
import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.VariableProvider;
import dev.spinjvm.loader.VariableProviders;
import dev.spinjvm.plugins.drivers.DriverChoice;
import dev.spinjvm.plugins.drivers.DriverConfig;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import dev.spinjvm.plugins.drivers.Mount;
import dev.spinjvm.plugins.drivers.RunDriver;
import dev.spinjvm.plugins.drivers.RunRequest;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.manage.SpinRelease;
import dev.spinjvm.trigger.http.ListenAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One run of an app by a runtime driver.
final class DrivenRun {
    private static final String VARIABLE = "SPIN_VARIABLE_";
    private static final List<String> FOR_THE_APP = List.of(VARIABLE, "OTEL_");

    /// What the command line says for the driver.
    ///
    /// @param config settings, by name
    record Wish(DriverChoice choice, Map<String, String> config, List<Mount> mounts, boolean dryRun) {}

    /// What is run.
    ///
    /// @param folder holds its locked form
    /// @param localFolder that of the manifest; null for an app without one
    /// @param http what the HTTP trigger is given; null where the app has none
    record App(LockedApp locked, Path folder, @Nullable Path localFolder, @Nullable TriggerLine http) {}

    private final Process process;
    private final DriverAccess access;
    private final Wish wish;
    private final RunDriver driver;

    /// Finds the driver.
    DrivenRun(Process process, Wish wish) {
        this.process = process;
        this.access = new DriverAccess(process);
        this.wish = wish;
        this.driver = access.forRuns().find(wish.choice);
        Mount.check(wish.mounts);
    }

    /// Runs an app.
    ///
    /// @param arguments those of `spin up` that are for its triggers
    /// @return the exit code
    int run(App app, List<String> arguments, DriverContext context) throws InterruptedException {
        Set<String> types = app.locked.triggerTypes();
        Set<String> known = driver.triggers();
        if (!known.isEmpty() && !known.containsAll(types)) {
            throw new DriverException("The runtime driver '" + wish.choice.name() + "' runs apps whose triggers are of the types "
                    + String.join(", ", known) + "; this one has " + String.join(", ", types));
        }
        Map<String, Object> config = new LinkedHashMap<>(DriverConfig.ofUser(wish.choice.name(), access.settings()));
        config.putAll(wish.config);
        Path variables = app.folder.resolve("variables.json");
        try {
            RunRequest request = request(app, arguments, variables, DriverConfig.complete(wish.choice.name(), driver.settings(), config,
                    process.environment()));
            return driver.run(request, context);
        } finally {
            remove(variables);
        }
    }

    private RunRequest request(App app, List<String> arguments, Path variables, Map<String, Object> config) {
        List<List<String>> groups = TriggerRouting.groups(arguments);
        boolean given = writeVariables(app.locked, groups, variables);
        List<String> rest = groups.stream().filter(group -> !isVariable(group)).flatMap(List::stream).toList();
        List<String> full = new ArrayList<>(rest);
        if (given) {
            full.addAll(List.of("--variable", "@" + variables));
        }
        List<RunRequest.Trigger> triggers = new ArrayList<>();
        for (String type : app.locked.triggerTypes()) {
            triggers.add(trigger(app, type, full));
        }
        return new RunRequest(app.locked, app.folder.resolve("spin.lock"), app.folder, app.localFolder, state(app), triggers, rest, listen(
                app.http), environment(app.locked), given ? variables : null, wish.mounts, config, wish.dryRun);
    }

    private static boolean isVariable(List<String> group) {
        return group.getFirst().equals("--variable") || group.getFirst().startsWith("--variable=");
    }

    /// Writes the values that the command line has for variables where only this user reads them: a command line is everybody's to read.
    private boolean writeVariables(LockedApp app, List<List<String>> groups, Path file) {
        List<String> texts = groups.stream().filter(DrivenRun::isVariable).map(group -> group.size() > 1
                ? group.getLast()
                : group.getFirst().substring(group.getFirst().indexOf('=') + 1)).toList();
        if (texts.isEmpty()) {
            return false;
        }
        VariableProvider provider = VariableProviders.commandLine(texts, process.workingDirectory());
        Map<String, String> values = new TreeMap<>();
        app.variables().keySet().forEach(name -> {
            String value = provider.get(name);
            if (value != null) {
                values.put(name, value);
            }
        });
        AtomicFiles.write(file, JsonText.compact(values).getBytes(StandardCharsets.UTF_8));
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException _) {
            // The folder's own rights count there.
        } catch (IOException e) {
            throw new CommandFailure("Cannot keep '" + file + "' from others", e);
        }
        return true;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailure("Cannot remove '" + file + "'", e);
        }
    }

    private RunRequest.Trigger trigger(App app, String type, List<String> arguments) {
        List<String> told = new ArrayList<>(List.of("SPIN_LOCKED_URL", "SPIN_WORKING_DIR"));
        if (app.localFolder != null) {
            told.add("SPIN_LOCAL_APP_DIR");
        }
        List<String> words = new ArrayList<>();
        if (type.equals(UpCommand.HTTP)) {
            SpinRelease spin = PluginAccess.release(process);
            words.addAll(List.of(spin.program() == null ? "spin" : Objects.requireNonNull(spin.program()).toString(), "trigger", type));
            words.addAll(TriggerRouting.known(arguments, app.locked.triggerTypes().size() == 1));
        } else {
            try {
                Launch launch = new InstalledTriggers(process).find(type);
                words.addAll(launch.words());
                words.addAll(arguments);
                told.addAll(launch.environment().keySet());
            } catch (CommandFailure e) {
                // Who runs the app elsewhere need not have its triggers here.
                process.err().println(process.errorStyle().boldYellow("Warning") + ": " + e.getMessage());
            }
        }
        return new RunRequest.Trigger(type, words, told.stream().sorted().toList());
    }

    private @Nullable Path state(App app) {
        return app.http == null
                ? app.localFolder == null ? null : DataDirectories.state(app.localFolder)
                : RunSettings.read(process, app.http.trigger).stateDirectory(app.localFolder).orElse(null);
    }

    private static @Nullable String listen(@Nullable TriggerLine http) {
        if (http == null) {
            return null;
        }
        try {
            ListenAddress.parse(http.http.listen);
            return http.http.listen;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private Map<String, String> environment(LockedApp app) {
        Map<String, String> environment = new TreeMap<>();
        VariableProvider provider = VariableProviders.environment(process.environment(), process.workingDirectory().resolve(".env"));
        app.variables().keySet().forEach(name -> {
            String value = provider.get(name);
            if (value != null) {
                environment.put(VARIABLE + name.toUpperCase(Locale.ROOT), value);
            }
        });
        process.environment().forEach((name, value) -> {
            if (FOR_THE_APP.stream().anyMatch(name::startsWith)) {
                environment.put(name, value);
            }
        });
        return environment;
    }
}
