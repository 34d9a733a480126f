package dev.spinjvm.loader.runtimeconfig;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestText;
import dev.spinjvm.loader.TomlDocument;
import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import org.jspecify.annotations.Nullable;

/// Reads a runtime configuration file as a whole; its parts are read by the readers named after them.
final class RuntimeConfigReader {
    /// The keys whose values cannot be secrets.
    private static final Set<String> SHOWN = Set.of("type", "path", "state_dir", "log_dir", "max_instance_memory", "mount", "dotenv_path",
            "region", "table", "account", "database", "container", "consistent_read", "allow_attach_file", "api_type", "authority_host",
            "block_networks", "max_socket_connections", "max_total_connections", "max_connections", "max_concurrent_requests",
            "max_payload_size_bytes", "connection_pooling", "component_ids", "hosts", "ca_use_platform_roots", "ca_use_webpki_roots",
            "ca_roots_file", "client_cert_file", "client_private_key_file");

    private final TomlFields root;
    private final ConfigPaths paths;

    private RuntimeConfigReader(TomlFields root, ConfigPaths paths) {
        this.root = root;
        this.paths = paths;
    }

    static RuntimeConfig read(Path file, Path currentDirectory, Consumer<Diagnostic> onWarning) {
        String failed = "failed to parse runtime config file '" + file + "'";
        Path absolute = currentDirectory.resolve(file).toAbsolutePath().normalize();
        String toml = text(file, absolute);
        var text = ManifestText.masked(file.toString(), toml, SHOWN);
        TomlFields root = TomlDocument.read(text, toml);
        if (root == null) {
            text.throwIfErrors(failed + " as toml");
            throw new LoadException(failed + " as toml");
        }
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        RuntimeConfig config = new RuntimeConfigReader(root, new ConfigPaths(directory, currentDirectory, text)).read(file);
        text.throwIfErrors(failed);
        text.diagnostics().forEach(onWarning);
        return config;
    }

    private static String text(Path file, Path absolute) {
        String failed = "failed to read runtime config file '" + file + "'";
        try {
            return Files.readString(absolute);
        } catch (CharacterCodingException _) {
            throw new LoadException(failed, new LoadException("it is not UTF-8 text"));
        } catch (IOException e) {
            throw LoadException.ofIo(failed, e);
        }
    }

    private RuntimeConfig read(Path file) {
        DirectoryChoice state = directory("state_dir");
        DirectoryChoice log = directory("log_dir");
        OptionalLong memory = ConfigFields.count(root, "max_instance_memory");
        var stores = new StoreReader(paths);
        Map<String, KeyValueStore> keyValue = labelled("key_value_store", stores::keyValue);
        Map<String, SqliteDatabase> sqlite = labelled("sqlite_database", stores::sqlite);
        List<VariablesSource> variables = new VariablesReader(paths).read(root);
        Optional<LlmCompute> llm = llm(root.value("llm_compute"));
        var outbound = new OutboundReader(paths);
        List<ClientTls> tls = outbound.clientTls(root.value("client_tls"));
        OutboundSettings settings = outbound.settings(root);
        root.finish();
        return new RuntimeConfig(Optional.of(file), state, log, memory, keyValue, sqlite, variables, llm, tls, settings);
    }

    private DirectoryChoice directory(String key) {
        TomlValue value = root.value(key);
        String written = value == null ? null : value.text();
        if (value == null || written == null) {
            return new DirectoryChoice.Usual();
        }
        return written.isEmpty() ? new DirectoryChoice.None() : new DirectoryChoice.At(paths.resolve(written, value));
    }

    private <T> Map<String, T> labelled(String key, BiFunction<String, TomlFields, @Nullable T> read) {
        var entries = new LinkedHashMap<String, T>();
        root.table(key).forEach((label, value) -> {
            TomlFields fields = value.table();
            T entry = fields == null ? null : read.apply(label, fields);
            if (fields != null && entry != null) {
                fields.finish();
                entries.put(label, entry);
            }
        });
        return entries;
    }

    private static Optional<LlmCompute> llm(@Nullable TomlValue value) {
        TomlFields fields = value == null ? null : value.table();
        String type = fields == null ? null : ConfigFields.type(fields, "compute", "spin", "remote_http");
        if (fields == null || type == null) {
            return Optional.empty();
        }
        LlmCompute compute = type.equals("spin")
                ? new LlmCompute.Local()
                : new LlmCompute.RemoteHttp(ConfigFields.httpUrl(fields, "url"), ConfigFields.requiredSecret(fields, "auth_token"),
                        apiType(fields.value("api_type")));
        fields.finish();
        return Optional.of(compute);
    }

    private static LlmCompute.ApiType apiType(@Nullable TomlValue value) {
        String written = value == null ? null : value.text();
        if (value == null || written == null || written.equals("default")) {
            return LlmCompute.ApiType.DEFAULT;
        }
        if (!written.equals("open_ai")) {
            value.error("unknown variant `" + written + "`, expected `open_ai` or `default`");
        }
        return LlmCompute.ApiType.OPEN_AI;
    }
}
