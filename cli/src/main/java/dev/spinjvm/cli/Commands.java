package dev.spinjvm.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The commands of the program, known by name before any of them is made: reflection over a command's options is most of
/// what a short start costs, so only the one that was called is made.
///
/// @param name what the command is called, as in its annotation
/// @param aliases its other names, as in its annotation
/// @param create makes the annotated object
record Commands(String name, List<String> aliases, Function<Process, Object> create) {

    /// By name, as `spin --help` lists them.
    static final List<Commands> ALL = List.of(new Commands("add", List.of("a"), AddCommand::new),
            new Commands("bindle", List.of(), BindleCommand::create),
            new Commands("bindle2oci", List.of(), BindleToOciCommand::new),
            new Commands("build", List.of("b"), BuildCommand::new),
            new Commands("cache", List.of(), CacheCommand::create),
            new Commands("completions", List.of(), CompletionsCommand::new),
            new Commands("deploy", List.of(), DeployCommand::create),
            new Commands("doctor", List.of(), DoctorCommand::new),
            new Commands("login", List.of(), LoginCommand::new),
            new Commands("maintenance", List.of(), MaintenanceCommand::create),
            new Commands("new", List.of("n"), NewCommand::new),
            new Commands("plugins", List.of("plugin"), PluginsCommand::create),
            new Commands("registry", List.of("oci"), RegistryCommand::create),
            new Commands("targets", List.of("environments"), TargetsCommand::create),
            new Commands("templates", List.of("template"), TemplatesCommand::create),
            new Commands("trigger", List.of(), TriggerCommand::create),
            new Commands("up", List.of("u"), UpCommand::new),
            new Commands("watch", List.of("w"), WatchCommand::new));

    /// The command that a word calls.
    static Optional<Commands> called(String word) {
        return ALL.stream().filter(command -> command.name.equals(word) || command.aliases.contains(word)).findFirst();
    }
}
