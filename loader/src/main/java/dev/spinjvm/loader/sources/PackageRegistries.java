package dev.spinjvm.loader.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.PackageName;
import dev.spinjvm.oci.Credential;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The user's configuration of package registries, in the format of `wkg`: `wasm-pkg/config.toml` in the folder of configurations.
///
/// @param defaultRegistry for packages that nothing else is said of
/// @param namespaces by namespace
/// @param packages by `namespace:name`
/// @param registries by the name of the registry
record PackageRegistries(@Nullable String defaultRegistry, Map<String, Mapping> namespaces, Map<String, Mapping> packages,
        Map<String, Settings> registries) {
    /// What the tools of the package ecosystem fall back on.
    private static final Map<String, String> WELL_KNOWN = Map.of("wasi", "wasi.dev", "ba", "bytecodealliance.org");
    private static final String CERTIFICATES = "extra_root_certificates";
    private static final Set<String> KEYS = Set.of("default_registry", "namespace_registries", "package_registry_overrides", "registry");

    /// The registry that is meant.
    ///
    /// @param metadata what it would say of itself if it were asked; `null` to ask it
    record Mapping(String registry, @Nullable RegistryMetadata metadata) {}

    /// How a registry is used.
    ///
    /// @param protocol `oci` or `local`; `null` where the registry says it itself
    /// @param root the folder of a local registry
    /// @param plainHttp whether it speaks HTTP without encryption
    /// @param certificates PEM text of authorities to trust for it; `null` for none
    record Settings(@Nullable String protocol, @Nullable Path root, boolean plainHttp, Credential.@Nullable Basic credential,
            @Nullable String certificates) {
        static final Settings NONE = new Settings(null, null, false, null, null);
    }

    static PackageRegistries none() {
        return new PackageRegistries(null, Map.of(), Map.of(), Map.of());
    }

    /// Reads the file, if there is one.
    static PackageRegistries read(Path file) {
        try {
            TomlParseResult toml = Toml.parse(Files.readString(file));
            if (toml.hasErrors()) {
                // The text is not shown: it may hold passwords.
                throw invalid(file, "it is no valid TOML (line " + toml.errors().getFirst().position().line() + ")");
            }
            return new Reader(file).read(toml);
        } catch (NoSuchFileException _) {
            return none();
        } catch (IOException e) {
            throw new LoadException("cannot read '" + file + "'", e);
        }
    }

    private static LoadException invalid(Path file, String why) {
        return new LoadException("the configuration of package registries, '" + file + "', is invalid: " + why);
    }

    /// The registry of a package, or none.
    Optional<Mapping> find(PackageName name) {
        Mapping mapping = packages.get(name.toString());
        mapping = mapping == null ? namespaces.get(name.namespace()) : mapping;
        if (mapping != null) {
            return Optional.of(mapping);
        }
        String registry = defaultRegistry == null ? WELL_KNOWN.get(name.namespace()) : defaultRegistry;
        return Optional.ofNullable(registry).map(found -> new Mapping(found, null));
    }

    /// What is known of a registry that the manifest names: metadata given in this file for the package or its namespace hold for it, too.
    Mapping named(String registry, PackageName name) {
        for (Mapping mapping : new Mapping[]{packages.get(name.toString()), namespaces.get(name.namespace())}) {
            if (mapping != null && mapping.registry.equals(registry)) {
                return mapping;
            }
        }
        return new Mapping(registry, null);
    }

    Settings settings(String registry) {
        return registries.getOrDefault(registry, Settings.NONE);
    }

    private record Reader(Path file) {
        PackageRegistries read(TomlTable root) {
            root.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
                throw invalid(file, "unknown key `" + key + "`");
            });
            Map<String, Settings> registries = new LinkedHashMap<>();
            TomlTable all = table(root, "registry");
            all.keySet().forEach(name -> registries.put(name, settings(table(all, name), name)));
            return new PackageRegistries(text(root, "default_registry"), mappings(root, "namespace_registries"),
                    mappings(root, "package_registry_overrides"), registries);
        }

        private Map<String, Mapping> mappings(TomlTable root, String key) {
            Map<String, Mapping> mappings = new LinkedHashMap<>();
            TomlTable table = table(root, key);
            for (String name : table.keySet()) {
                Mapping mapping = mapping(table.get(List.of(name)));
                if (mapping == null) {
                    throw invalid(file, "`" + key + "." + name
                            + "` must be the name of a registry, or a table with `registry` and `metadata`");
                }
                mappings.put(name, mapping);
            }
            return mappings;
        }

        private @Nullable Mapping mapping(@Nullable Object value) {
            if (value instanceof TomlTable custom) {
                String registry = text(custom, "registry");
                return registry == null ? null : new Mapping(registry, RegistryMetadata.of(tree(table(custom, "metadata"))));
            }
            return value instanceof String registry ? new Mapping(registry, null) : null;
        }

        private static Map<String, Object> tree(TomlTable table) {
            Map<String, Object> tree = new LinkedHashMap<>();
            table.toMap().forEach((key, value) -> tree.put(key, value instanceof TomlTable inner ? tree(inner) : value));
            return tree;
        }

        private Settings settings(TomlTable table, String name) {
            Set<String> backends = new TreeSet<>(table.keySet());
            backends.removeAll(Set.of("default", "type"));
            String protocol = text(table, "default");
            protocol = protocol == null ? text(table, "type") : protocol;
            protocol = protocol == null && backends.size() == 1 ? backends.iterator().next() : protocol;
            String root = text(table(table, "local"), "root");
            TomlTable oci = table(table, "oci");
            return new Settings(protocol, root == null ? null : file.resolveSibling(root), "http".equals(text(oci, "protocol")),
                    credential(oci, name), certificates(oci, name));
        }

        private @Nullable String certificates(TomlTable oci, String name) {
            if (oci.get(CERTIFICATES) == null) {
                return null;
            }
            var pem = new StringBuilder();
            List<?> certificates = oci.get(CERTIFICATES) instanceof TomlArray array ? array.toList() : List.of("");
            for (Object certificate : certificates) {
                if (!(certificate instanceof TomlTable table) || !"pem".equals(text(table, "encoding")) || text(table, "data") == null) {
                    throw invalid(file, "`" + CERTIFICATES + "` of the registry \"" + name
                            + "\" must be a list of tables with `encoding = \"pem\"` and the certificate as `data`");
                }
                pem.append(text(table, "data")).append('\n');
            }
            return pem.isEmpty() ? null : pem.toString();
        }

        private Credential.@Nullable Basic credential(TomlTable oci, String name) {
            Credential.Basic credential = switch (oci.get("auth")) {
                case TomlTable auth -> basic(text(auth, "username"), text(auth, "password"));
                case String encoded -> decoded(encoded);
                case null, default -> null;
            };
            if (credential == null && oci.get("auth") != null) {
                throw invalid(file, "`auth` of the registry \"" + name
                        + "\" must be a table with `username` and `password`, or both with a colon between them in base64");
            }
            return credential;
        }

        private static Credential.@Nullable Basic basic(@Nullable String user, @Nullable String password) {
            return user == null || password == null ? null : new Credential.Basic(user, password);
        }

        private static Credential.@Nullable Basic decoded(String encoded) {
            try {
                String text = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                return colon < 0 ? null : new Credential.Basic(text.substring(0, colon), text.substring(colon + 1));
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        private TomlTable table(TomlTable owner, String key) {
            return switch (owner.get(List.of(key))) {
                case null -> Toml.parse("");
                case TomlTable table -> table;
                default -> throw invalid(file, "`" + key + "` is no table");
            };
        }

        private @Nullable String text(TomlTable owner, String key) {
            return switch (owner.get(List.of(key))) {
                case null -> null;
                case String text -> text;
                default -> throw invalid(file, "`" + key + "` is no string");
            };
        }
    }
}
