package dev.spinjvm.cli;

import dev.spinjvm.loader.Manifest;
import dev.spinjvm.loader.ManifestInspection;
import dev.spinjvm.loader.VariableProvider;
import dev.spinjvm.loader.VariableProviders;
import dev.spinjvm.plugins.kubernetes.Workload.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a deployment has to know of an application before any of its code is there.
///
/// @param name empty if nothing is known of the application here
/// @param declared its variables, by name
/// @param http whether it answers HTTP
record DeployedApp(String name, Map<String, Manifest.Variable> declared, boolean http) {

    /// The one whose manifest is on this machine; where there is none, one of which nothing is known.
    static DeployedApp of(Process process, LocalApp local) {
        return DeployRouting.manifest(process, local.from).map(manifest -> of(ManifestInspection.of(manifest, local.profile).manifest()))
                .orElse(new DeployedApp("", Map.of(),
                        true));
    }

    private static DeployedApp of(Manifest manifest) {
        return new DeployedApp(manifest.application().name(), manifest.variables(), manifest.triggers().containsKey("http"));
    }

    boolean isKnown() {
        return !name.isEmpty();
    }

    /// The values that are given, in the order of the names. One that nobody declares is taken for a secret.
    ///
    /// @param complete whether nobody but the command line gives values
    List<Variable> values(List<String> arguments, boolean complete, Path directory) {
        VariableProvider given = VariableProviders.commandLine(arguments, directory);
        Set<String> names = new LinkedHashSet<>(declared.keySet().stream().sorted().toList());
        arguments.stream().filter(argument -> !argument.startsWith("@")).map(argument -> argument.substring(0, argument.indexOf('=')))
                .sorted().forEach(names::add);
        List<Variable> values = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String variable : names) {
            Manifest.Variable known = declared.get(variable);
            String value = given.get(variable);
            if (known == null && isKnown()) {
                throw new CommandFailure("the application has no variable '" + variable + "'");
            }
            if (value != null) {
                values.add(new Variable(variable, value, known == null || known.secret()));
            } else if (known != null && known.required()) {
                missing.add(variable);
            }
        }
        if (!missing.isEmpty() && complete) {
            throw new CommandFailure("The application requires values for the following variable(s) which have not been set: " + String
                    .join(", ", missing) + "\nGive them with --variable, or a provider of them with --runtime-config-file.");
        }
        return values;
    }
}
