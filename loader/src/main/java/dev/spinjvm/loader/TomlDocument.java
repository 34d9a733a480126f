package dev.spinjvm.loader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// Reads TOML, with errors of syntax in the words users of Spin know.
public final class TomlDocument {
    private static final Pattern EXPECTED = Pattern.compile("Unexpected (.*?), expected (.*)", Pattern.DOTALL);

    private TomlDocument() {}

    /// The fields of the whole document, or `null` if it is no TOML, which `text` has then been told.
    public static @Nullable TomlFields read(ManifestText text, String toml) {
        TomlParseResult result = parse(text, toml);
        return result == null || result.hasErrors() ? null : new TomlFields(text, result, Position.START);
    }

    /// The tables, of which some are missing where errors of syntax were found; `null` if nothing could be made out.
    static @Nullable TomlParseResult parse(ManifestText text, String toml) {
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
        return result;
    }

    /// The parser's message as ``expected `.`, `=` ``.
    private static String syntaxMessage(String message) {
        Matcher matcher = EXPECTED.matcher(message);
        if (!matcher.matches()) {
            return message;
        }
        String expected = Stream.of(matcher.group(2).split("(?:, | or )(?=\\S)"))
                .map(token -> token.length() <= 2 ? "`" + token + "`" : token).collect(Collectors.joining(", "));
        return "expected " + expected + " but found " + matcher.group(1);
    }
}
