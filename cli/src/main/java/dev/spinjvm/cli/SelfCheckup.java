package dev.spinjvm.cli;

import dev.spinjvm.loader.DataDirectories;
import dev.spinjvm.oci.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `spin doctor --self`: whether this installation has what it needs.
final class SelfCheckup {
    private static final int NEEDED_JAVA = 25;

    /// One thing that was looked at.
    ///
    /// @param text what was found
    private record Finding(String name, boolean ok, String text) {}

    private final Process process;

    SelfCheckup(Process process) {
        this.process = process;
    }

    /// Prints what was found and gives the exit code.
    int run(boolean json) {
        List<Finding> findings = new ArrayList<>();
        int release = Runtime.version().feature();
        findings.add(new Finding("java", release >= NEEDED_JAVA, SelfReport.java() + (release >= NEEDED_JAVA
                ? ""
                : "; Java " + NEEDED_JAVA + " or later is needed")));
        SelfReport report = new SelfReport(process);
        findings.add(new Finding("launcher", report.hasLauncher(), report.launcher()));
        for (String kind : SelfReport.KINDS) {
            String state = report.cacheState(kind);
            findings.add(new Finding("AOT cache, " + kind, state.startsWith("used"), state));
        }
        DataDirectories directories = DataDirectories.of(process.environment(), System.getProperty("os.name", ""), null);
        findings.add(folder("cache folder", directories.cache()));
        findings.add(folder("plugins folder", directories.plugins()));
        findings.add(folder("templates folder", directories.templates()));
        boolean healthy = findings.stream().allMatch(Finding::ok);
        if (json) {
            process.out().println(new String(StrictJson.indented(tree(findings, healthy)), StandardCharsets.UTF_8));
        } else {
            print(findings, healthy);
        }
        return (healthy ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private void print(List<Finding> findings, boolean healthy) {
        process.out().println("Checking " + ReadyAnswers.version() + "...");
        for (Finding finding : findings) {
            String mark = finding.ok ? process.outputStyle().boldGreen("ok") : process.outputStyle().boldRed("problem");
            process.out().println(mark + (finding.ok ? "       " : "  ") + finding.name + ": " + finding.text);
        }
        process.out().println(healthy ? "No problems found." : "Problems found.");
    }

    private static Map<String, Object> tree(List<Finding> findings, boolean healthy) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("healthy", healthy);
        tree.put("findings", findings.stream().map(finding -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", finding.name);
            fields.put("ok", finding.ok);
            fields.put("text", finding.text);
            return fields;
        }).toList());
        return tree;
    }

    /// A folder that is there must take a file; one that is not must have a parent that takes it. Nothing is left behind.
    private static Finding folder(String name, Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return new Finding(name, false, folder + ": " + existing + " is not a folder");
        }
        try {
            Files.delete(Files.createTempFile(existing, ".spin", ".probe"));
        } catch (IOException e) {
            return new Finding(name, false, folder + ": cannot be written to (" + e + ")");
        }
        return new Finding(name, true, folder + (existing.equals(folder) ? "" : " (made when it is needed)"));
    }
}
