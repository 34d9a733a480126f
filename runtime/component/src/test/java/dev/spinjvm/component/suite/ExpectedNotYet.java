package dev.spinjvm.component.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checks that are known not to pass, each with its reason: lines of `file:line reason`, `#` for comments.
record ExpectedNotYet(Map<String, String> reasons) {

    static ExpectedNotYet read(Path path) throws IOException {
        var reasons = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(path)) {
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            var parts = text.split("\\s+", 2);
            if (parts.length < 2 || !parts[0].matches(".+:[0-9]+")) {
                throw new IOException(path + ": expected \"file:line reason\", found \"" + text + "\"");
            }
            if (reasons.put(parts[0], parts[1]) != null) {
                throw new IOException(path + ": " + parts[0] + " is listed twice");
            }
        }
        return new ExpectedNotYet(reasons);
    }

    /// What contradicts the list: unlisted failures, listed passes, and entries for checks that their file does not have.
    List<String> contradictions(List<SuiteFile> files, List<Check> checks) {
        var problems = new ArrayList<String>();
        var seen = new LinkedHashMap<String, Check>();
        for (var check : checks) {
            seen.put(check.key(), check);
            var listed = reasons.containsKey(check.key());
            if (listed && check.passed()) {
                problems.add(check.key() + " is listed as expected not to pass, but passes: remove it from the list");
            } else if (!listed && !check.passed() && check.status() != Check.Status.SKIPPED) {
                problems.add(check.key() + " " + check.detail());
            }
        }
        for (var key : reasons.keySet()) {
            var name = key.substring(0, key.lastIndexOf(':'));
            if (!seen.containsKey(key) && files.stream().anyMatch(file -> file.name().equals(name))) {
                problems.add(key + " is listed, but there is no such check");
            }
        }
        return problems;
    }
}
