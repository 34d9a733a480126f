package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.loader.Position;

/// Where values of application variables come from: an entry of `[[variables_provider]]`.
public sealed interface VariablesSource {
    /// The `type` in the file.
    String type();

    /// The file itself, `type = "static"`.
    record Fixed(Map<String, Secret> values) implements VariablesSource {
        @Override
        public String type() {
            return "static";
        }
    }

    /// Variables of the environment, `type = "env"`: `<prefix>_<NAME>`.
    ///
    /// @param prefix `SPIN_VARIABLE` if absent
    /// @param dotenv an absolute path of a file that adds to the environment
    record Environment(Optional<String> prefix, Optional<Path> dotenv) implements VariablesSource {
        @Override
        public String type() {
            return "env";
        }
    }

    /// HashiCorp Vault, `type = "vault"`.
    ///
    /// @param mount of a key-value engine of version 2
    /// @param prefix put before the names of variables
    record Vault(String url, Secret token, String mount, Optional<String> prefix, Position at) implements VariablesSource {
        @Override
        public String type() {
            return "vault";
        }
    }

    /// Azure Key Vault, `type = "azure_key_vault"`.
    ///
    /// @param principal without one, Azure's usual credentials of the environment count
    record AzureKeyVault(String vaultUrl, Optional<AzurePrincipal> principal, Position at) implements VariablesSource {
        @Override
        public String type() {
            return "azure_key_vault";
        }
    }

    /// A service principal of Azure.
    record AzurePrincipal(String clientId, Secret clientSecret, String tenantId, AzureAuthority authority) {}

    /// Which of Azure's clouds gives out tokens.
    enum AzureAuthority {
        PUBLIC_CLOUD("AzurePublicCloud"), CHINA("AzureChina"), GERMANY("AzureGermany"), GOVERNMENT("AzureGovernment");

        private final String written;

        AzureAuthority(String written) {
            this.written = written;
        }

        /// How the file calls it.
        public String written() {
            return written;
        }
    }
}
