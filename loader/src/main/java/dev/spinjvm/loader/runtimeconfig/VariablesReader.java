package dev.spinjvm.loader.runtimeconfig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import org.jspecify.annotations.Nullable;

/// Reads `[[variables_provider]]`, which may also be called `[[config_provider]]`.
///
/// @param paths what the paths of files are relative to
record VariablesReader(ConfigPaths paths) {
    private static final String NAME = "variables_provider";
    private static final String OLD_NAME = "config_provider";

    List<VariablesSource> read(TomlFields root) {
        TomlValue list = root.value(NAME);
        TomlValue old = root.value(OLD_NAME);
        if (list != null && old != null) {
            old.error("`" + OLD_NAME + "` is another name of `" + NAME + "`; only one of them can be used");
        }
        TomlValue used = list == null ? old : list;
        var sources = new ArrayList<VariablesSource>();
        for (TomlValue element : used == null ? List.<TomlValue>of() : used.elements()) {
            TomlFields fields = element.table();
            VariablesSource source = fields == null ? null : source(fields, element);
            if (fields != null && source != null) {
                fields.finish();
                sources.add(source);
            }
        }
        return sources;
    }

    private @Nullable VariablesSource source(TomlFields fields, TomlValue element) {
        String type = ConfigFields.type(fields, "variables provider", "static", "env", "vault", "azure_key_vault");
        return switch (type) {
            case "static" -> new VariablesSource.Fixed(values(fields));
            case "env" -> new VariablesSource.Environment(Optional.ofNullable(fields.optionalText("prefix")),
                    paths.optional(fields, "dotenv_path"));
            case "vault" -> new VariablesSource.Vault(ConfigFields.httpUrl(fields, "url"), ConfigFields.requiredSecret(fields, "token"),
                    fields.requiredText("mount"), Optional.ofNullable(fields.optionalText("prefix")), element.at());
            case "azure_key_vault" -> new VariablesSource.AzureKeyVault(ConfigFields.httpUrl(fields, "vault_url"), principal(fields),
                    element.at());
            case null, default -> null;
        };
    }

    private static Map<String, Secret> values(TomlFields fields) {
        TomlValue table = fields.required("values");
        TomlFields members = table == null ? null : table.table();
        var values = new LinkedHashMap<String, Secret>();
        if (members != null) {
            members.rest().forEach((name, value) -> values.put(name, ConfigFields.secret(value)));
        }
        return values;
    }

    private static Optional<VariablesSource.AzurePrincipal> principal(TomlFields fields) {
        String client = fields.optionalText("client_id");
        Optional<Secret> secret = ConfigFields.optionalSecret(fields, "client_secret");
        String tenant = fields.optionalText("tenant_id");
        VariablesSource.AzureAuthority authority = authority(fields.value("authority_host"));
        long given = Stream.of(client != null, secret.isPresent(), tenant != null).filter(Boolean::booleanValue).count();
        if (given > 0 && given < 3) {
            fields.error("some but not all of `client_id`, `client_secret` and `tenant_id` are given",
                    "give all three, or none to use the credentials of the environment");
        }
        return client == null || tenant == null || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new VariablesSource.AzurePrincipal(client, secret.get(), tenant, authority));
    }

    private static VariablesSource.AzureAuthority authority(@Nullable TomlValue value) {
        String written = value == null ? null : value.text();
        if (value == null || written == null) {
            return VariablesSource.AzureAuthority.PUBLIC_CLOUD;
        }
        for (VariablesSource.AzureAuthority authority : VariablesSource.AzureAuthority.values()) {
            if (authority.written().equals(written)) {
                return authority;
            }
        }
        value.error("unknown variant `" + written + "`, expected one of " + Arrays.stream(VariablesSource.AzureAuthority.values())
                .map(authority -> "`" + authority.written() + "`").collect(Collectors.joining(", ")));
        return VariablesSource.AzureAuthority.PUBLIC_CLOUD;
    }
}
