package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.deploy.DeployPlugin;
import dev.spinjvm.plugins.deploy.ProviderLogins;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.dispatch.PluginEvent;
import dev.spinjvm.plugins.hippo.Readiness;
import dev.spinjvm.plugins.kubernetes.Workload.Variable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin deploy NAME`, where NAME is a plugin: what Spin does for all of them, and the question to the plugin.
@Command(description = "Deploy with a plugin", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {"", "Verbs:",
    "  deploy (if none is named), status, logs, rollback, delete, login, logout", "",
    "Secrets are best given as '-', which reads standard input, or by the variable of an option."})
final class ProviderCommand implements Callable<Integer> {
    private static final Set<String> VERBS = Set.of("deploy", "status", "logs", "rollback", "delete", "login", "logout");

    private final Process process;
    private final DeployPlugin plugin;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(arity = "0..1", paramLabel = "<VERB>", defaultValue = "deploy", description = "What to do; deploy by default")
    private String verb = "deploy";

    @Mixin
    private ProviderArtifact artifact = new ProviderArtifact();

    @Option(names = "--app", paramLabel = "<NAME>", description = "The application. Defaults to the name in spin.toml")
    private @Nullable String app;

    @Option(names = "--variable", paramLabel = "<KEY=VALUE>", description = "Value of an application variable: KEY=VALUE, KEY=@FILE, @FILE.json or @FILE.toml; may be repeated")
    private List<String> variables = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say what would be done")
    private boolean dryRun;

    @Option(names = "--readiness-timeout", defaultValue = "60", paramLabel = "<SECONDS>", description = "How long to wait until the application answers; 0 does not wait. ${DEFAULT-VALUE} by default")
    private long readinessSeconds;

    @Option(names = "--revision", paramLabel = "<REVISION>", description = "For rollback: what to go back to. Defaults to the one before")
    private @Nullable String revision;

    @Option(names = "--follow", description = "For logs: go on showing what is written")
    private boolean follow;

    @Option(names = {"-y", "--yes"}, description = "For delete: do not ask")
    private boolean yes;

    @Mixin
    private ProviderLogin login = new ProviderLogin();

    private ProviderCommand(Process process, DeployPlugin plugin) {
        this.process = process;
        this.plugin = plugin;
    }

    /// With the plugin's own options.
    static CommandLine create(Process process, DeployPlugin plugin) {
        CommandLine command = new CommandLine(new ProviderCommand(process, plugin));
        CommandSpec spec = command.getCommandSpec().name(plugin.name());
        plugin.options().forEach((name, setting) -> {
            if (name.matches("[A-Za-z0-9][A-Za-z0-9-]*") && spec.findOption("--" + name) == null) {
                spec.addOption(OptionSpec.builder("--" + name).type(String.class).paramLabel("<VALUE>").description(description(setting))
                        .build());
            }
        });
        return command;
    }

    private static String description(Setting setting) {
        String text = setting.help().isEmpty() ? "An option of the plugin" : setting.help();
        return (text + (setting.environment().isEmpty() ? "" : ". Defaults to $" + setting.environment())).replace("%", "%%");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!VERBS.contains(verb)) {
            throw new ParameterException(spec.commandLine(), "'" + verb + "' is nothing that can be done; it is one of " + String.join(
                    ", ", VERBS.stream().sorted().toList()));
        }
        try (ChildProcesses children = new ChildProcesses()) {
            Runnable done = Ending.ofThisProcess().atLast(children::close);
            switch (verb) {
                case "deploy" -> deploy(children);
                case "login" -> logIn(children);
                case "logout" -> logOut(children);
                default -> simple(children);
            }
            done.run();
        }
        return ExitCode.OK.number();
    }

    // --- What is told

    private ProviderLogins logins() {
        return ProviderLogins.below(DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null).config());
    }

    private Map<String, Object> request(Map<String, Object> application) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("app", application);
        request.put("options", options());
        Optional<Map<String, Object>> credentials = logins().read(plugin.name());
        credentials.ifPresent(found -> request.put("credentials", found));
        request.put("dryRun", dryRun);
        request.put("timeoutSecs", readinessSeconds);
        return request;
    }

    /// The one given, that of its variable, that of the manifest, its default.
    private Map<String, Object> options() {
        Map<String, Object> table = artifact.toolConfig(process);
        table.keySet().stream().filter(name -> !plugin.options().containsKey(name)).findFirst().ifPresent(name -> {
            throw new CommandFailure("`config` below [application.tool.deploy]: " + plugin + " has no option '" + name + "'");
        });
        Map<String, Object> options = new LinkedHashMap<>();
        plugin.options().forEach((name, setting) -> {
            OptionSpec option = spec.findOption("--" + name);
            String given = option == null ? null : option.getValue();
            String variable = setting.environment().isEmpty() ? "" : process.environment().getOrDefault(setting.environment(), "");
            Object value = given != null
                    ? setting.secret() && given.equals("-") ? process.prompt().input() : given
                    : !variable.isEmpty() ? variable : table.getOrDefault(name, setting.otherwise());
            if (!value.equals("")) {
                options.put(name, value);
            }
        });
        return options;
    }

    private Map<String, Object> ask(String asked, Map<String, Object> request, ChildProcesses children) {
        return plugin.ask(asked, request, this::tell, null, children);
    }

    private void tell(PluginEvent event) {
        switch (event) {
            case PluginEvent.Progress(String message) -> process.out().println(message);
            case PluginEvent.Warning(String message) -> process.err().println(process.errorStyle().boldYellow("Warning") + ": " + message);
            case PluginEvent.Other(String name, Map<String, Object> members) -> {
                if (name.equals("log") && members.get("message") instanceof String line) {
                    process.out().println(line);
                }
            }
        }
        process.out().flush();
    }

    // --- Verbs

    private void deploy(ChildProcesses children) throws IOException, InterruptedException {
        DeployedApp declared = DeployedApp.of(process, artifact.packaging.local);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Variable variable : declared.values(variables, false, process.workingDirectory())) {
            values.put(variable.name(), variable.value());
        }
        try (WorkingDirectory folder = WorkingDirectory.open(null, process.environment())) {
            ProviderArtifact.Prepared prepared = artifact.prepare(process, plugin, folder.path(), dryRun);
            plugin.checkTriggers(prepared.app().triggerTypes());
            Map<String, Object> request = request(prepared.application());
            request.put("artifact", prepared.artifact());
            request.put("variables", values);
            Map<String, Object> result = ask("deploy", request, children);
            report(prepared.app(), result);
        }
    }

    private void report(LockedApp application, Map<String, Object> result) {
        PrintStream out = process.out();
        String version = result.get("revision") instanceof String text && !text.isEmpty() ? " revision " + text : "";
        out.println((dryRun ? "Would deploy " : "Deployed ") + application.name() + version);
        if (!(result.get("url") instanceof String url)) {
            return;
        }
        boolean web = url.startsWith("http://") || url.startsWith("https://");
        if (!web || dryRun) {
            out.println("URL: " + url);
            return;
        }
        String base = url.replaceFirst("/+$", "");
        DeployReport report = new DeployReport(process, application);
        if (readinessSeconds > 0) {
            report.print(base, base, tick -> new Readiness(base, "spin/" + Version.ofThisBuild().number(), WebAccess
                    .connections(process), false).await(String.valueOf(
                            result
                                    .get("revision")), Duration.ofSeconds(readinessSeconds), tick));
        } else {
            report.printRoutes(base);
        }
    }

    private void logIn(ChildProcesses children) {
        Map<String, Object> request = request(Map.of());
        request.put("auth", login.auth(process, plugin, spec));
        Map<String, Object> result = ask("login", request, children);
        if (result.get("credentials") instanceof Map<?, ?> given) {
            Map<String, Object> credentials = new LinkedHashMap<>();
            given.forEach((key, value) -> credentials.put(String.valueOf(key), value));
            logins().write(plugin.name(), credentials);
        }
        process.out().println("Logged in to " + plugin.name());
    }

    private void logOut(ChildProcesses children) {
        if (plugin.knows("logout")) {
            ask("logout", request(Map.of()), children);
        }
        process.out().println(logins().delete(plugin.name()) ? "Logged out of " + plugin.name() : "There was no login to " + plugin.name());
    }

    private void simple(ChildProcesses children) {
        String name = name();
        if (verb.equals("delete") && !yes && !dryRun && !process.prompt().confirm("Remove the application '" + name + "' from " + plugin
                .name() + "?", false, "say so with --yes")) {
            return;
        }
        Map<String, Object> request = request(Map.of("name", name));
        if (revision != null) {
            request.put("revision", revision);
        }
        if (verb.equals("logs")) {
            request.put("follow", follow);
        }
        Map<String, Object> result = ask(verb, request, children);
        PrintStream out = process.out();
        switch (verb) {
            case "delete" -> out.println("Removed " + name);
            case "rollback" -> out.println("Rolled back " + name + (result.get("revision") instanceof String text
                    ? " to revision " + text
                    : ""));
            default -> result.forEach((key, value) -> out.println(key + ": " + (value instanceof List<?> list
                    ? String.join(", ", list.stream().map(String::valueOf).toList())
                    : value)));
        }
    }

    private String name() {
        if (app != null) {
            return app;
        }
        DeployedApp declared = DeployedApp.of(process, artifact.packaging.local);
        if (!declared.isKnown()) {
            throw new CommandFailure("there is no spin.toml here; name the application with --app");
        }
        return declared.name();
    }

    /// A folder whose paths a plugin is told.
    static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
