package dev.spinjvm.loader.runtimeconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.VariableProvider;
import dev.spinjvm.loader.VariableProviders;

/// The providers of variables that a runtime configuration asks for.
public final class ConfiguredVariables {
    private ConfiguredVariables() {}

    /// The providers in the order of the file.
    ///
    /// @param environment the variables of the process
    /// @throws LoadException for a kind of provider that this version does not have
    public static List<VariableProvider> providers(RuntimeConfig config, Map<String, String> environment) {
        return config.variables().stream().map(source -> provider(source, environment)).toList();
    }

    private static VariableProvider provider(VariablesSource source, Map<String, String> environment) {
        return switch (source) {
            case VariablesSource.Fixed(Map<String, Secret> values) -> {
                Map<String, String> known = new LinkedHashMap<>();
                values.forEach((name, value) -> known.put(name, value.value()));
                yield VariableProviders.fixed("runtime config", known);
            }
            case VariablesSource.Environment(var prefix, var dotenv) -> VariableProviders.environment(prefix.orElse(null), environment,
                    dotenv.orElse(null));
            case VariablesSource.Vault vault -> throw missing(vault);
            case VariablesSource.AzureKeyVault azure -> throw missing(azure);
        };
    }

    private static LoadException missing(VariablesSource source) {
        return new LoadException("variables providers of type '" + source.type() + "' are not supported by this version of Spin");
    }
}
