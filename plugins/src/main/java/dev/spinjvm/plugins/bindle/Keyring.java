package dev.spinjvm.plugins.bindle;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// The public keys that somebody trusts.
public record Keyring(List<Entry> entries) {
    static final String VERSION = "1.0";

    public Keyring {
        entries = List.copyOf(entries);
    }

    /// A key.
    ///
    /// @param label whose it is, for people
    /// @param roles in which it may sign
    /// @param key Ed25519, in base64
    /// @param labelSignature of the label by the key itself
    public record Entry(String label, List<Role> roles, String key, @Nullable String labelSignature) {
        public Entry {
            roles = List.copyOf(roles);
        }

        /// Whether the label was signed with the key, or not at all.
        public boolean hasItsLabel() {
            return labelSignature == null || Ed25519.verify(key, label.getBytes(java.nio.charset.StandardCharsets.UTF_8), labelSignature);
        }
    }

    /// Reads `keyring.toml`.
    ///
    /// @param name of the text, for errors
    public static Keyring read(String toml, String name) {
        TomlReader in = TomlReader.of(toml, name);
        checkVersion(in);
        return new Keyring(in.tables("key").stream().map(key -> new Entry(key.text("label"), roles(key), key.text("key"), key
                .optionalText("labelSignature").orElse(null))).toList());
    }

    static void checkVersion(TomlReader in) {
        String version = in.text("version");
        if (!version.equals(VERSION)) {
            throw in.error("version", "version " + version + " is not known; " + VERSION + " is");
        }
    }

    static List<Role> roles(TomlReader key) {
        return key.texts("roles").stream().map(role -> InvoiceReader.role(key, role, "roles")).toList();
    }

    public String toToml() {
        var out = new TomlWriter().value("version", VERSION);
        for (Entry entry : entries) {
            out.header("[[key]]").value("label", entry.label()).value("roles", entry.roles().stream().map(Role::toString).toList())
                    .value("key", entry.key()).value("labelSignature", entry.labelSignature());
        }
        return out.toString();
    }

    boolean holds(String key) {
        return entries.stream().anyMatch(entry -> entry.key().equals(key));
    }
}
