package dev.spinjvm.loader.doctor;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts as `diff -U1` shows it.
final class UnifiedDiff {
    private static final int CONTEXT = 1;

    /// One line of the outcome.
    ///
    /// @param sign ` ` in both texts, `-` in the old one only, `+` in the new one only
    private record Line(char sign, String text) {}

    private UnifiedDiff() {}

    /// Empty if there is no difference; else hunks, each line ended.
    static String of(String before, String after) {
        List<Line> lines = compare(split(before), split(after));
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            int first = nextChange(lines, at);
            if (first == lines.size()) {
                break;
            }
            int start = Math.max(at, first - CONTEXT);
            int end = first;
            while (end < lines.size() && nextChange(lines, end) - end <= 2 * CONTEXT && nextChange(lines, end) < lines.size()) {
                end = nextChange(lines, end) + 1;
            }
            end = Math.min(lines.size(), end + CONTEXT);
            hunk(lines, start, end, out);
            at = end;
        }
        return out.toString();
    }

    private static int nextChange(List<Line> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign == ' ') {
            at++;
        }
        return at;
    }

    private static void hunk(List<Line> lines, int start, int end, StringBuilder out) {
        out.append("@@ -").append(range(lines, start, end, '+')).append(" +").append(range(lines, start, end, '-')).append(" @@\n");
        for (Line line : lines.subList(start, end)) {
            out.append(line.sign).append(line.text);
            if (!line.text.endsWith("\n")) {
                out.append("\n\\ No newline at end of file\n");
            }
        }
    }

    /// Where the hunk is in the text that has no lines of the sign given.
    private static String range(List<Line> lines, int start, int end, char other) {
        long before = lines.subList(0, start).stream().filter(line -> line.sign != other).count();
        long length = lines.subList(start, end).stream().filter(line -> line.sign != other).count();
        long first = length == 0 ? before : before + 1;
        return length == 1 ? Long.toString(first) : first + "," + length;
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    /// By the longest common subsequence; manifests are short.
    private static List<Line> compare(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j)) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new Line(' ', before.get(i++)));
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', before.get(i++)));
            } else {
                lines.add(new Line('+', after.get(j++)));
            }
        }
        return lines;
    }
}
