package dev.spinjvm.cli;

import java.util.List;

/// The reference of all commands as one document in Markdown.
final class ReferencePage {
    private ReferencePage() {}

    static String of(List<CommandPage> pages) {
        StringBuilder out = new StringBuilder("""
                # Command-Line Help for `spin`

                This document contains the help content for the `spin` command-line program.

                **Command Overview:**

                """);
        for (CommandPage page : pages) {
            out.append("* [`").append(page.name()).append("`↴](#").append(page.name().replace(' ', '-')).append(")\n");
        }
        pages.forEach(page -> append(page, out));
        return out.toString();
    }

    private static void append(CommandPage page, StringBuilder out) {
        out.append("\n## `").append(page.name()).append("`\n\n").append(page.description()).append("\n\n**Usage:** `").append(page
                .usage()).append("`\n");
        list("Subcommands", page.below(), out);
        list("Arguments", page.arguments(), out);
        page.options().forEach(group -> list(group.heading(), group.entries(), out));
    }

    private static void list(String heading, List<CommandPage.Entry> entries, StringBuilder out) {
        if (entries.isEmpty()) {
            return;
        }
        out.append("\n###### **").append(heading).append(":**\n\n");
        for (CommandPage.Entry entry : entries) {
            out.append("* `").append(entry.term().replace(", -", "`, `-")).append('`');
            out.append(entry.meaning().isEmpty() ? "" : " — " + entry.meaning().replace("\n", "\n  ")).append('\n');
        }
    }
}
