package dev.spinjvm.plugins.kubernetes;

import dev.spinjvm.plugins.json.JsonText;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON values as YAML that means the same to readers of version 1.1 and of 1.2, where words such as `on` and numbers such as `1:30` differ.
public final class Yaml {
    /// What nobody takes for anything but a text.
    private static final Pattern PLAIN = Pattern.compile(
            "[A-Za-z/_][A-Za-z0-9_./@+=-]*(:[A-Za-z0-9_./@+=-]+)*|[0-9]+(m|k|M|G|T|Ki|Mi|Gi|Ti)");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

    private Yaml() {}

    /// One document for each resource.
    public static String of(List<Resource> resources) {
        StringBuilder out = new StringBuilder();
        for (Resource resource : resources) {
            out.append(out.isEmpty() ? "" : "---\n");
            members(resource.content(), "", out);
        }
        return out.toString();
    }

    private static void members(Map<?, ?> map, String indent, StringBuilder out) {
        boolean first = true;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            // The first member of an element stands beside its dash.
            out.append(first ? "" : indent).append(text(String.valueOf(member.getKey()))).append(':');
            below(member.getValue(), indent, out);
            first = false;
        }
    }

    private static void below(Object value, String indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                out.append('\n').append(indent).append("  ");
                members(map, indent + "  ", out);
            }
            case List<?> list when !list.isEmpty() -> {
                out.append('\n');
                for (Object element : list) {
                    out.append(indent).append('-');
                    if (element instanceof Map<?, ?> map && !map.isEmpty()) {
                        out.append(' ');
                        members(map, indent + "  ", out);
                    } else {
                        below(element, indent + "  ", out);
                    }
                }
            }
            default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        return value instanceof String text ? text(text) : JsonText.compact(value);
    }

    private static String text(String text) {
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : escaped(JsonText.compact(text));
    }

    /// JSON allows characters that YAML calls unprintable.
    private static String escaped(String quoted) {
        StringBuilder out = new StringBuilder(quoted.length());
        quoted.chars().forEach(c -> {
            if (c >= 0x7f && c <= 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                out.append("\\u").append(HexFormat.of().toHexDigits((char) c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }
}
