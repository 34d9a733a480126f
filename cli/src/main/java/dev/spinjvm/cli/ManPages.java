package dev.spinjvm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Manual pages in the language of `man`, one for each command: `spin.1`, `spin-registry-push.1`.
final class ManPages {
    private ManPages() {}

    /// From file names to texts.
    static Map<String, String> of(List<CommandPage> pages, Version version) {
        Map<String, String> files = new LinkedHashMap<>();
        for (CommandPage page : pages) {
            files.put(fileName(page.name()), page(page, version));
        }
        return files;
    }

    private static String fileName(String command) {
        return command.replace(' ', '-') + ".1";
    }

    private static String page(CommandPage page, Version version) {
        StringBuilder out = new StringBuilder();
        String title = page.name().replace(' ', '-');
        // No adjusting and no hyphens: options must stay findable.
        out.append(".TH \"").append(escape(title.toUpperCase(Locale.ROOT))).append("\" \"1\" \"").append(escape(version.date()))
                .append("\" \"spin ").append(escape(version.number())).append("\" \"Spin Manual\"\n.nh\n.ad l\n");
        section("NAME", out);
        String purpose = page.description().lines().findFirst().orElse("");
        out.append(escape(title)).append(" \\- ").append(escape(purpose)).append('\n');
        section("SYNOPSIS", out);
        paragraph(page.usage(), out);
        if (!page.aliases().isEmpty()) {
            out.append(".PP\n");
            paragraph("Also: " + String.join(", ", page.aliases()), out);
        }
        section("DESCRIPTION", out);
        paragraph(page.description(), out);
        entries("ARGUMENTS", page.arguments(), out);
        page.options().forEach(group -> entries(group.heading().toUpperCase(Locale.ROOT), group.entries(), out));
        entries("COMMANDS", page.below(), out);
        environment(page, out);
        footer(page.footer(), out);
        seeAlso(page, out);
        return out.toString();
    }

    private static void environment(CommandPage page, StringBuilder out) {
        List<CommandPage.Entry> variables = page.options().stream().flatMap(group -> group.entries().stream()).filter(entry -> !entry
                .variable().isEmpty()).map(entry -> new CommandPage.Entry(entry.variable(), "See " + entry.term() + ".", "")).toList();
        entries("ENVIRONMENT", variables, out);
    }

    /// Headings are lines that end in a colon; what is indented stays as it is.
    private static void footer(List<String> lines, StringBuilder out) {
        boolean literal = false;
        for (String line : lines) {
            boolean indented = line.startsWith(" ");
            if (literal && !indented) {
                out.append(".fi\n.RE\n");
                literal = false;
            }
            if (line.endsWith(":") && !indented) {
                section(line.substring(0, line.length() - 1).toUpperCase(Locale.ROOT), out);
            } else if (indented) {
                out.append(literal ? "" : ".RS 0\n.nf\n");
                literal = true;
                out.append(line(line.substring(2))).append('\n');
            } else if (!line.isEmpty()) {
                section("NOTES", out);
                paragraph(line, out);
            }
        }
        if (literal) {
            out.append(".fi\n.RE\n");
        }
    }

    private static void seeAlso(CommandPage page, StringBuilder out) {
        TreeSet<String> others = new TreeSet<>();
        int space = page.name().lastIndexOf(' ');
        if (space > 0) {
            others.add(page.name().substring(0, space).replace(' ', '-'));
        }
        page.below().forEach(command -> others.add((page.name() + " " + command.term()).replace(' ', '-')));
        if (!others.isEmpty()) {
            section("SEE ALSO", out);
            out.append(String.join(",\n", others.stream().map(other -> "\\fB" + escape(other) + "\\fR(1)").toList())).append('\n');
        }
    }

    private static void entries(String heading, List<CommandPage.Entry> entries, StringBuilder out) {
        if (entries.isEmpty()) {
            return;
        }
        section(heading, out);
        for (CommandPage.Entry entry : entries) {
            out.append(".TP\n\\fB").append(escape(entry.term())).append("\\fR\n");
            paragraph(entry.meaning().isEmpty() ? " " : entry.meaning(), out);
        }
    }

    private static void section(String heading, StringBuilder out) {
        out.append(".SH \"").append(escape(heading)).append("\"\n");
    }

    private static void paragraph(String text, StringBuilder out) {
        text.lines().forEach(line -> out.append(line(line)).append('\n'));
    }

    /// A line that is text whatever it begins with.
    private static String line(String text) {
        String escaped = escape(text);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq").replace("`", "\\(ga").replace("'", "\\(aq");
    }
}
