package dev.spinjvm.cli;

import java.util.List;

/// Has a person choose among numbered lines.
final class Choice {
    private static final String HINT = "say what to choose on the command line";

    private final Process process;

    Choice(Process process) {
        this.process = process;
    }

    /// Asks until one is chosen.
    ///
    /// @param preset the index of what an empty answer chooses
    /// @return its index
    int one(String question, List<String> lines, int preset) {
        show(question, lines);
        while (true) {
            String answer = process.prompt().line("Number [" + (preset + 1) + "]: ", HINT).strip();
            int index = answer.isEmpty() ? preset : index(answer, lines);
            if (index >= 0) {
                return index;
            }
            process.err().println("Enter a number from 1 to " + lines.size());
        }
    }

    /// Asks for some.
    ///
    /// @return their indexes; none if nothing is entered
    List<Integer> several(String question, List<String> lines) {
        show(question, lines);
        return process.prompt().choose("Numbers, or 'all': ", lines.size(), HINT);
    }

    private void show(String question, List<String> lines) {
        process.err().println(question + ":");
        for (int i = 0; i < lines.size(); i++) {
            process.err().println(String.format("%4d  %s", i + 1, lines.get(i)));
        }
    }

    /// By number, or by the line's first word.
    private static int index(String answer, List<String> lines) {
        if (answer.matches("\\d{1,4}")) {
            int number = Integer.parseInt(answer);
            return number >= 1 && number <= lines.size() ? number - 1 : -1;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(answer) || lines.get(i).startsWith(answer + " ")) {
                return i;
            }
        }
        return -1;
    }
}
