package dev.spinjvm.component.suite;

import dev.spinjvm.component.suite.Check.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The closing summary: passed and total by file, by group and in all.
final class SuiteReport {

    private static final class Tally {
        private int checks;
        private int passed;
        private int otherWords;
        private int otherTrap;
        private int skipped;
        private int components;
        private int accepted;

        void add(Check check) {
            if (!check.assertion()) {
                components++;
                accepted += check.passed() ? 1 : 0;
                return;
            }
            checks++;
            passed += check.passed() ? 1 : 0;
            otherWords += check.status() == Status.OTHER_WORDS ? 1 : 0;
            otherTrap += check.status() == Status.OTHER_TRAP ? 1 : 0;
            skipped += check.status() == Status.SKIPPED ? 1 : 0;
        }

        String line(String label) {
            var line = new StringBuilder(String.format("%-66s %4d of %4d checks", label, passed, checks));
            line.append(String.format(", %4d of %4d components and instances accepted", accepted, components));
            note(line, skipped, "skipped");
            note(line, otherTrap, "trapped for another reason");
            note(line, otherWords, "rejected in other words");
            return line.append('\n').toString();
        }

        private static void note(StringBuilder line, int count, String what) {
            if (count > 0) {
                line.append(", ").append(count).append(' ').append(what);
            }
        }
    }

    private SuiteReport() {}

    static String text(List<SuiteFile> files, List<Check> checks) {
        var groupOf = new LinkedHashMap<String, String>();
        files.forEach(file -> groupOf.put(file.name(), file.group()));
        var perFile = new LinkedHashMap<String, Tally>();
        var perGroup = new LinkedHashMap<String, Tally>();
        var all = new Tally();
        for (var check : checks) {
            perFile.computeIfAbsent(check.file(), _ -> new Tally()).add(check);
            perGroup.computeIfAbsent(groupOf.getOrDefault(check.file(), "."), _ -> new Tally()).add(check);
            all.add(check);
        }
        var text = new StringBuilder();
        append(text, "", perFile);
        append(text, "group ", perGroup);
        return text.append(all.line("all")).toString();
    }

    private static void append(StringBuilder text, String prefix, Map<String, Tally> tallies) {
        tallies.forEach((name, tally) -> text.append(tally.line(prefix + name)));
        text.append('\n');
    }
}
