package dev.spinjvm.loader.templates.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A piece of a template's text.
sealed interface Segment {
    /// Text that stands for itself.
    record Plain(String text) implements Segment {}

    /// The inside of `{{ }}`.
    record Output(String markup) implements Segment {}

    /// The inside of `{% %}`.
    ///
    /// @param name the first word
    /// @param markup what follows it
    record Tag(String name, String markup) implements Segment {}

    /// Cuts a text into pieces. What `raw` encloses becomes plain text, and what `comment` encloses is left out.
    static List<Segment> split(String text) {
        return new Splitter(text).run();
    }

    /// One pass over a text.
    final class Splitter {
        private static final Pattern TAG = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_-]*)(.*)", Pattern.DOTALL);

        private final String text;
        private final List<Segment> segments = new ArrayList<>();
        private int at;
        /// Whether the last markup takes the white space after it away.
        private boolean trims;

        Splitter(String text) {
            this.text = text;
        }

        List<Segment> run() {
            while (at < text.length()) {
                int start = opening(at);
                if (start < 0) {
                    plain(text.substring(at), false);
                    break;
                }
                boolean dash = start + 2 < text.length() && text.charAt(start + 2) == '-';
                plain(text.substring(at, start), dash);
                boolean output = text.charAt(start + 1) == '{';
                markup(start + (dash ? 3 : 2), output);
            }
            return segments;
        }

        private int opening(int from) {
            for (int i = text.indexOf('{', from); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
                if (text.charAt(i + 1) == '{' || text.charAt(i + 1) == '%') {
                    return i;
                }
            }
            return -1;
        }

        private void plain(String piece, boolean dashFollows) {
            String left = trims ? piece.stripLeading() : piece;
            String kept = dashFollows ? left.stripTrailing() : left;
            if (!kept.isEmpty()) {
                segments.add(new Plain(kept));
            }
            trims = false;
        }

        private void markup(int start, boolean output) {
            char closing = output ? '}' : '%';
            int end = end(start, closing);
            boolean dash = text.charAt(end - 1) == '-' && end > start;
            String inside = text.substring(start, dash ? end - 1 : end);
            at = end + 2;
            trims = dash;
            if (output) {
                segments.add(new Output(inside));
                return;
            }
            Matcher tag = TAG.matcher(inside);
            if (!tag.matches()) {
                throw new LiquidException("a tag has no name");
            }
            String name = tag.group(1);
            if (name.equals("raw") || name.equals("comment")) {
                enclosed(name);
            } else {
                segments.add(new Tag(name, tag.group(2)));
            }
        }

        /// Where the markup that begins at `start` ends; strings in it may hold anything.
        private int end(int start, char closing) {
            char quote = 0;
            for (int i = start; i + 1 < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == closing && text.charAt(i + 1) == '}') {
                    return i;
                }
            }
            throw new LiquidException("markup is not closed");
        }

        private void enclosed(String name) {
            Matcher end = Pattern.compile("\\{%(-?)\\s*end" + name + "\\s*(-?)%}").matcher(text);
            if (!end.find(at)) {
                throw new LiquidException("'" + name + "' is not closed");
            }
            String body = text.substring(at, end.start());
            boolean dash = !end.group(1).isEmpty();
            if (name.equals("raw")) {
                plain(body, dash);
            }
            at = end.end();
            trims = !end.group(2).isEmpty();
        }
    }
}
