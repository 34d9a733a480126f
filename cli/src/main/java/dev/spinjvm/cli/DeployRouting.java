package dev.spinjvm.cli;

import dev.spinjvm.loader.AppSource;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.plugins.deploy.DeployPlugin;
import dev.spinjvm.plugins.deploy.Provider;
import dev.spinjvm.plugins.deploy.Providers;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginKind;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which provider `spin deploy` and `spin login` mean: the one named on the command line, then by the environment, the application, the
/// user's settings.
final class DeployRouting {
    private static final String VARIABLE = "SPIN_DEPLOY_PLUGIN";
    private static final String HIPPO = "hippo";
    private static final String KUBERNETES = "kubernetes";
    /// The providers that need no plugin.
    static final Set<String> BUILT_IN = Set.of(HIPPO, KUBERNETES);
    private static final Set<String> VERBS = Set.of("status", "logs", "rollback", "delete", "login", "logout");
    private static final Set<String> FROM = Set.of("-f", "--from", "--file");

    private final Process process;
    private final Providers providers;

    DeployRouting(Process process) {
        this.process = process;
        this.providers = new Providers(BUILT_IN, () -> dispatcher(process));
    }

    private static Dispatcher dispatcher(Process process) {
        return new Dispatcher(PluginAccess.of(process).manager(), process.environment(), process.workingDirectory());
    }

    /// What is to be run.
    ///
    /// @param words a command line of this program, or the name of a plugin with what it is to be given
    /// @param plugin the provider, where it is a plugin that has a contract; `null` otherwise
    record Route(List<String> words, @Nullable DeployPlugin plugin) {}

    /// The words that say what is meant, with the provider spelled out.
    ///
    /// @param words beginning with `deploy` or `login`
    /// @return nothing if nobody says which provider is meant
    /// @throws dev.spinjvm.plugins.PluginException if there is no such provider
    Optional<Route> route(List<String> words) {
        String command = words.getFirst();
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        if (rest.size() == 1 && (rest.getFirst().equals("--help") || rest.getFirst().equals("-h")) && variable(VARIABLE).isEmpty()) {
            return Optional.of(new Route(words, null));
        }
        return named(rest).or(() -> inferred(command, rest)).map(provider -> spelledOut(provider, command, rest));
    }

    private Route spelledOut(Provider provider, String command, List<String> rest) {
        List<String> words = new ArrayList<>();
        return switch (provider) {
            case Provider.BuiltIn(String name) -> {
                if (command.equals("login") && name.equals(KUBERNETES)) {
                    throw new CommandFailure("Clusters of Kubernetes are logged in to by their kubeconfig, as their provider says; "
                            + "--context chooses one");
                }
                words.add(command);
                if (!command.equals("login")) {
                    words.add(name);
                }
                words.addAll(rest);
                yield new Route(words, null);
            }
            case Provider.Plugin(var program) -> {
                words.addAll(List.of("deploy", program.name()));
                if (command.equals("login")) {
                    words.add(command);
                }
                words.addAll(rest);
                yield new Route(words, DeployPlugin.describe(providers.dispatcher(), program));
            }
            case Provider.Standalone(String name) -> {
                words.addAll(List.of(name, command));
                words.addAll(rest);
                yield new Route(words, null);
            }
        };
    }

    /// The provider that the command line names, which is taken out of the words.
    private Optional<Provider> named(List<String> rest) {
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).startsWith("--provider=")) {
                return Optional.of(providers.require(rest.remove(i).substring("--provider=".length()), "--provider"));
            }
            if (rest.get(i).equals("--provider") && i + 1 < rest.size()) {
                rest.remove(i);
                return Optional.of(providers.require(rest.remove(i), "--provider"));
            }
        }
        boolean bare = !rest.isEmpty() && !rest.getFirst().startsWith("-") && !VERBS.contains(rest.getFirst());
        return bare ? Optional.of(providers.require(rest.removeFirst(), "the command line")) : Optional.empty();
    }

    private Optional<Provider> inferred(String command, List<String> rest) {
        if (rest.stream().anyMatch(word -> word.startsWith("--hippo-"))) {
            return Optional.of(new Provider.BuiltIn(HIPPO));
        }
        Optional<Provider> found = variable(VARIABLE).map(providers::ofVariable).or(() -> ofManifest(rest).map(name -> providers.require(
                name, "[application.tool.deploy]"))).or(() -> PluginAccess.of(process).settings().text("deploy.provider").map(
                        name -> providers.require(name, "`deploy.provider` of the user's settings")));
        if (found.isPresent()) {
            return found;
        }
        boolean hippo = variable("HIPPO_URL").isPresent() || HippoArguments.files(process).read(null).isPresent() || command.equals("login")
                && rest.stream().anyMatch(word -> word.equals("--url") || word.equals("--list") || word.equals("--status"));
        return hippo ? Optional.of(new Provider.BuiltIn(HIPPO)) : Optional.empty();
    }

    private Optional<String> ofManifest(List<String> rest) {
        String from = null;
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            int equals = word.indexOf('=');
            if (FROM.contains(word) && i + 1 < rest.size()) {
                from = rest.get(i + 1);
            } else if (equals > 0 && FROM.contains(word.substring(0, equals))) {
                from = word.substring(equals + 1);
            }
        }
        try {
            return manifest(process, from).flatMap(file -> Optional.ofNullable(ManifestInspection.of(file, null).manifest().application()
                    .tool().get("deploy"))).map(table -> table.get("provider")).filter(String.class::isInstance).map(String.class::cast);
        } catch (LoadException _) {
            // A manifest that is wrong is named by the command that needs it.
            return Optional.empty();
        }
    }

    /// The manifest that a command line means, if it lies on this machine: an application that comes from elsewhere chooses no code.
    ///
    /// @param from null for the one of the current folder
    static Optional<Path> manifest(Process process, @Nullable String from) {
        Path here = process.workingDirectory();
        Optional<Path> file = from == null
                ? ManifestDiscovery.search(here).map(found -> here.resolve(found.file()))
                : AppSource.ofFile(from, here) instanceof AppSource.ManifestFile(Path manifest) ? Optional.of(manifest) : Optional.empty();
        return file.filter(Files::isRegularFile);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(process.environment().get(name)).filter(value -> !value.isEmpty());
    }

    /// Says how a provider can be named.
    ///
    /// @return the exit code
    int explain(String command) {
        PrintStream err = process.err();
        Style style = process.errorStyle();
        err.println(style.boldRed("Error") + ": `spin " + command + "` needs to be told which deployment plugin to use. Either:");
        err.println(style.bold("*") + " Run a plugin command (e.g. `spin <plugin> " + command + "`); or");
        err.println(style.bold("*") + " Set the `" + VARIABLE + "` environment variable; or");
        List<String> installed = providers.dispatcher().installed(PluginKind.DEPLOY);
        if (!installed.isEmpty()) {
            err.println(style.bold("*") + " Name one of the plugins that are installed: " + spellings(command, installed) + "; or");
        }
        err.println(style.bold("*") + " Name one of Spin's own providers: " + spellings(command, BUILT_IN.stream().filter(name -> command
                .equals("deploy") || !name.equals(KUBERNETES)).sorted().toList()) + ".");
        err.println(style.boldRed("Error") + ": Unable to " + command);
        return ExitCode.FAILURE.number();
    }

    private static String spellings(String command, List<String> names) {
        return String.join(", ", names.stream().map(name -> "`spin " + command + " " + name + "`").toList());
    }
}
