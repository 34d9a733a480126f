package dev.spinjvm.loader.runtimeconfig;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.loader.TomlFields;
import dev.spinjvm.loader.TomlValue;
import org.jspecify.annotations.Nullable;

/// Fields as runtime configurations have them. Messages never hold a value that may be a secret.
final class ConfigFields {
    private ConfigFields() {}

    /// The `type`, which is one of those known, or `null` after an error.
    ///
    /// @param what has the type, for the message
    static @Nullable String type(TomlFields fields, String what, String... known) {
        TomlValue value = fields.required("type");
        String type = value == null ? null : value.text();
        if (value == null || type == null) {
            return null;
        }
        List<String> names = Arrays.asList(known);
        if (names.contains(type)) {
            return type;
        }
        String near = NearNames.closest(type, names);
        value.error("unknown " + what + " type `" + type + "`, expected one of "
                + names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                near == null ? null : "did you mean `" + near + "`?");
        return null;
    }

    static Optional<Secret> optionalSecret(TomlFields fields, String key) {
        TomlValue value = fields.value(key);
        return value == null ? Optional.empty() : Optional.of(secret(value));
    }

    /// A secret, empty after an error.
    static Secret requiredSecret(TomlFields fields, String key) {
        TomlValue value = fields.required(key);
        return value == null ? new Secret("") : secret(value);
    }

    static Secret secret(TomlValue value) {
        String text = value.isText() ? value.text() : null;
        if (text == null) {
            value.error("invalid type, expected a string");
        }
        return new Secret(text == null ? "" : text);
    }

    /// A number that is not negative.
    static OptionalLong count(TomlFields fields, String key) {
        TomlValue value = fields.value(key);
        Long number = value == null ? null : value.integer();
        if (value == null || number == null) {
            return OptionalLong.empty();
        }
        if (number < 0) {
            value.error("`" + key + "` must not be negative");
        }
        return OptionalLong.of(number);
    }

    /// A required URL of `http` or `https`.
    static String httpUrl(TomlFields fields, String key) {
        TomlValue value = fields.required(key);
        String text = value == null ? null : value.text();
        if (value == null || text == null) {
            return "";
        }
        if (!isHttp(text)) {
            value.error("`" + key + "` must be a URL that begins with 'https://' or 'http://'");
        }
        return text;
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
