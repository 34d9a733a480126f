package dev.spinjvm.oci.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One way to prove who asks, as a `WWW-Authenticate` header offers it (RFC 9110, section 11.6.1).
///
/// @param scheme in lower case
/// @param parameters names in lower case
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 16 << 10;

    /// All challenges of all headers. What cannot be read ends its header.
    static List<Challenge> parse(List<String> headers) {
        var challenges = new ArrayList<Challenge>();
        headers.stream().filter(header -> header.length() <= MAX_LENGTH).forEach(header -> new Parser(header, challenges).run());
        return challenges;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static final class Parser {
        private final String text;
        private final List<Challenge> challenges;
        private int at;

        Parser(String text, List<Challenge> challenges) {
            this.text = text;
            this.challenges = challenges;
        }

        void run() {
            Map<String, String> parameters = new LinkedHashMap<>();
            while (true) {
                skip();
                String word = token();
                if (word.isEmpty()) {
                    return;
                }
                skipSpaces();
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    skipSpaces();
                    String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value);
                } else {
                    parameters = new LinkedHashMap<>();
                    challenges.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
                }
            }
        }

        private void skip() {
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void skipSpaces() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private String token() {
            int start = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            var value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at++));
            }
            at = Math.min(at + 1, text.length());
            return value.toString();
        }
    }
}
