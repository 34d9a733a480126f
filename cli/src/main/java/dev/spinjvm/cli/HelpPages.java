package dev.spinjvm.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import picocli.CommandLine;

/// Writes what is known of the commands: `HelpPages HELP MAN`. Into the first folder the help of every command, as picocli renders it,
/// the table that completion reads, and that of parsers; into the second one the manual pages. Run by the build.
final class HelpPages {
    private HelpPages() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, String> page : all().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        CommandLine root = program(Style.PLAIN, OutputStream.nullOutputStream()).commandLine(Commands.ALL);
        Files.writeString(folder.resolve(CompletionTable.FILE), CompletionTableWriter.of(root).text());
        Files.writeString(folder.resolve(ParserTable.FILE), ParserTableWriter.text(root));
        Path manuals = Files.createDirectories(Path.of(arguments[1]));
        for (Map.Entry<String, String> page : ManPages.of(CommandPage.all(root), Version.ofThisBuild()).entrySet()) {
            Files.writeString(manuals.resolve(page.getKey()), page.getValue());
        }
    }

    /// From the name of a page to its text: each command under each of its names, with emphasis and without.
    static Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        for (Style style : Style.values()) {
            collect(List.of(), style, pages);
        }
        return pages;
    }

    private static void collect(List<String> commands, Style style, Map<String, String> pages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Program program = program(style, out);
        List<String> line = new ArrayList<>(commands);
        line.add("--help");
        int code = program.parseAndRun(line.toArray(String[]::new));
        if (code != ExitCode.OK.number()) {
            throw new IllegalStateException("spin " + String.join(" ", line) + " fails");
        }
        pages.put(ReadyAnswers.pageName(commands, style), out.toString(StandardCharsets.UTF_8));
        CommandLine command = program.commandLine(Commands.ALL);
        for (String name : commands) {
            command = Objects.requireNonNull(command.getSubcommands().get(name));
        }
        for (String name : command.getSubcommands().keySet()) {
            List<String> deeper = new ArrayList<>(commands);
            deeper.add(name);
            collect(deeper, style, pages);
        }
    }

    private static Program program(Style style, OutputStream out) {
        return new Program(new Process(Map.of(), Path.of("").toAbsolutePath(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), style == Style.ANSI, false,
                InstantSource.system(), Prompt.ofThisJvm(false)));
    }
}
