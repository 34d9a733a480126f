package dev.spinjvm.cli;

import java.util.ArrayList;
import java.util.List;

/// A table for people: a frame of ASCII characters, a heading, one line a row.
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> heading;

    TextTable(String... heading) {
        this.heading = List.of(heading);
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /// The lines, without a line ending after the last.
    @Override
    public String toString() {
        int[] widths = new int[heading.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(width(heading.get(at)), rows.stream().mapToInt(row -> width(row.get(at))).max().orElse(0));
        }
        int inside = widths.length * 3 - 1;
        for (int width : widths) {
            inside += width;
        }
        StringBuilder out = new StringBuilder();
        out.append('+').repeat("-", inside).append("+\n");
        line(heading, widths, out);
        out.append('+').repeat("=", inside).append("+\n");
        rows.forEach(row -> line(row, widths, out));
        return out.append('+').repeat("-", inside).append('+').toString();
    }

    private static void line(List<String> cells, int[] widths, StringBuilder out) {
        out.append('|');
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column).replace('\n', ' ');
            out.append(column == 0 ? " " : "  ").append(cell).repeat(" ", widths[column] - width(cell) + 1);
        }
        out.append("|\n");
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
