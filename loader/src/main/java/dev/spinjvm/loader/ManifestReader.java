package dev.spinjvm.loader;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// Reads an application manifest of either version into the form of version 2.
///
/// Problems go to the [ManifestText]; what could not be read is left out, so that one pass finds as many problems as it can.
final class ManifestReader {
    private static final Pattern EXPECTED = Pattern.compile("Unexpected (.*?), expected (.*)", Pattern.DOTALL);

    private ManifestReader() {}

    /// The manifest, or `null` if the text is no TOML or of no known version.
    static @Nullable Manifest read(ManifestText text, String toml) {
        TomlParseResult result;
        try {
            result = Toml.parse(toml, TomlVersion.V1_0_0);
        } catch (StackOverflowError _) {
            // The parser calls itself for every bracket.
            text.error(Position.START, "values are nested too deeply");
            return null;
        }
        for (TomlParseError error : result.errors()) {
            Position at = TomlValue.position(error.position());
            text.error(at, syntaxMessage(String.valueOf(error.getMessage())), "this is not valid TOML");
        }
        if (result.hasErrors()) {
            return null;
        }
        var root = new TomlFields(text, result, Position.START);
        TomlValue version = version(root);
        if (version == null) {
            return null;
        }
        return switch (String.valueOf(version)) {
            case "\"1\"" -> new ManifestV1Reader(text).read(root);
            case "2" -> new ManifestV2Reader(text).read(root);
            default -> {
                version.error("invalid manifest version: " + version, "write `spin_manifest_version = 2`");
                yield null;
            }
        };
    }

    private static @Nullable TomlValue version(TomlFields root) {
        TomlFields probe = root.again();
        TomlValue old = probe.value("spin_version");
        return old != null && probe.value("spin_manifest_version") == null ? old : probe.required("spin_manifest_version");
    }

    /// The parser's message in the words users of Spin know: ``expected `.`, `=` ``.
    private static String syntaxMessage(String message) {
        Matcher matcher = EXPECTED.matcher(message);
        if (!matcher.matches()) {
            return message;
        }
        String expected = Stream.of(matcher.group(2).split("(?:, | or )(?=\\S)"))
                .map(token -> token.length() <= 2 ? "`" + token + "`" : token).collect(Collectors.joining(", "));
        return "expected " + expected + " but found " + matcher.group(1);
    }

    static List<String> strings(List<Located<String>> texts) {
        return texts.stream().map(Located::value).toList();
    }

    static Map<String, String> strings(Map<String, Located<String>> texts) {
        var strings = new java.util.LinkedHashMap<String, String>();
        texts.forEach((name, text) -> strings.put(name, text.value()));
        return strings;
    }
}
