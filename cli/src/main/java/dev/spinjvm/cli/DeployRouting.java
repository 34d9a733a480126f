package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.ManifestInspection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which provider `spin deploy` and `spin login` mean: the one named on the command line, then by the environment, the application, the
/// user's settings.
final class DeployRouting {
    private static final String VARIABLE = "SPIN_DEPLOY_PLUGIN";
    private static final String HIPPO = "hippo";
    /// The providers that need no plugin.
    static final Set<String> BUILT_IN = Set.of(HIPPO, "kubernetes");
    private static final Set<String> VERBS = Set.of("status", "logs", "rollback", "delete");

    private final Process process;

    DeployRouting(Process process) {
        this.process = process;
    }

    /// The words that say what is meant, with the provider spelled out.
    ///
    /// @param words beginning with `deploy` or `login`
    /// @return a command of this program, or the name of a plugin with what it is to be given; nothing if nobody says
    Optional<List<String>> route(List<String> words) {
        String command = words.getFirst();
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        if (rest.size() == 1 && (rest.getFirst().equals("--help") || rest.getFirst().equals("-h")) && !process.environment().containsKey(
                VARIABLE)) {
            return Optional.of(words);
        }
        Optional<String> provider = takeProvider(command, rest);
        if (provider.isEmpty()) {
            provider = infer(command, rest);
        }
        return provider.map(name -> spelledOut(name, command, rest));
    }

    private static List<String> spelledOut(String provider, String command, List<String> rest) {
        List<String> words = new ArrayList<>();
        if (!BUILT_IN.contains(provider)) {
            words.add(provider);
            words.add(command);
        } else if (command.equals("login")) {
            words.add(command);
        } else {
            words.add(command);
            words.add(provider);
        }
        words.addAll(rest);
        return words;
    }

    /// The provider that is named, which is taken out of the words.
    private static Optional<String> takeProvider(String command, List<String> rest) {
        if (!rest.isEmpty() && command.equals("deploy") && BUILT_IN.contains(rest.getFirst())) {
            return Optional.of(rest.removeFirst());
        }
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).startsWith("--provider=")) {
                return Optional.of(rest.remove(i).substring("--provider=".length()));
            }
            if (rest.get(i).equals("--provider") && i + 1 < rest.size()) {
                rest.remove(i);
                return Optional.of(rest.remove(i));
            }
        }
        boolean bare = !rest.isEmpty() && command.equals("deploy") && !rest.getFirst().startsWith("-") && !VERBS.contains(rest.getFirst());
        return bare ? Optional.of(rest.removeFirst()) : Optional.empty();
    }

    private Optional<String> infer(String command, List<String> rest) {
        if (rest.stream().anyMatch(word -> word.startsWith("--hippo-"))) {
            return Optional.of(HIPPO);
        }
        Optional<String> named = variable(VARIABLE).or(this::ofManifest).or(() -> PluginAccess.of(process).settings().text(
                "deploy.provider"));
        if (named.isPresent()) {
            return named;
        }
        boolean hippo = variable("HIPPO_URL").isPresent() || HippoArguments.files(process).read(null).isPresent() || command.equals("login")
                && rest.stream().anyMatch(word -> word.equals("--url") || word.equals("--list") || word.equals("--status"));
        return hippo ? Optional.of(HIPPO) : Optional.empty();
    }

    private Optional<String> ofManifest() {
        try {
            return ManifestDiscovery.search(process.workingDirectory()).flatMap(found -> {
                Path file = process.workingDirectory().resolve(found.file());
                return Optional.ofNullable(ManifestInspection.of(file, null).manifest().application().tool().get("deploy")).map(
                        table -> table
                                .get("provider")).filter(String.class::isInstance).map(String.class::cast);
            });
        } catch (LoadException _) {
            // A manifest that is wrong is named by the command that needs it.
            return Optional.empty();
        }
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
        err.println(style.bold("*") + " Name one of Spin's own providers: " + String.join(", ", BUILT_IN.stream().sorted().map(
                name -> "`spin "
                        + command + (command.equals("login") ? " --provider " : " ") + name + "`").toList()) + ".");
        err.println(style.boldRed("Error") + ": Unable to " + command);
        return ExitCode.FAILURE.number();
    }
}
