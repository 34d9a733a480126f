package dev.spinjvm.plugins.bindle;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The keys with which somebody signs. Never printed.
public record SecretKeys(List<Entry> entries) {
    public SecretKeys {
        entries = List.copyOf(entries);
    }

    /// A key.
    ///
    /// @param label whose it is: the name under which it signs
    /// @param pair Ed25519: seed and public key, in base64
    /// @param roles in which it may sign
    public record Entry(String label, String pair, List<Role> roles) {
        public Entry {
            roles = List.copyOf(roles);
        }

        /// A new key.
        public static Entry create(String label, List<Role> roles) {
            return new Entry(label, Ed25519.newPair(), roles);
        }

        /// The public half, its label signed.
        public Keyring.Entry publicEntry() {
            return new Keyring.Entry(label, roles, Ed25519.publicHalf(pair), Ed25519.sign(pair, label.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public String toString() {
            return "SecretKey[" + label + "]";
        }
    }

    /// Reads `secret_keys.toml`.
    ///
    /// @param name of the text, for errors
    public static SecretKeys read(String toml, String name) {
        TomlReader in = TomlReader.of(toml, name);
        Keyring.checkVersion(in);
        return new SecretKeys(in.tables("key").stream().map(key -> new Entry(key.text("label"), key.text("keypair"), Keyring.roles(key)))
                .toList());
    }

    public String toToml() {
        var out = new TomlWriter().value("version", Keyring.VERSION);
        for (Entry entry : entries) {
            out.header("[[key]]").value("label", entry.label()).value("keypair", entry.pair())
                    .value("roles", entry.roles().stream().map(Role::toString).toList());
        }
        return out.toString();
    }

    /// The first key that may sign in a role.
    public Optional<Entry> forRole(Role role) {
        return entries.stream().filter(entry -> entry.roles().contains(role)).findFirst();
    }
}
