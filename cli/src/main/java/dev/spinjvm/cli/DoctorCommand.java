package dev.spinjvm.cli;

import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.DiagnosticRenderer;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.doctor.Checkup;
import dev.spinjvm.loader.doctor.Diagnosis;
import dev.spinjvm.loader.doctor.MachineSurroundings;
import dev.spinjvm.loader.doctor.Treatment;
import dev.spinjvm.oci.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin doctor`: finds what is wrong with an application, or with this program itself, and repairs it.
@Command(name = "doctor", description = "Detect and fix problems with Spin applications", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Exit code 0 if nothing is wrong, 1 if problems remain.", "", "Examples:",
    "  spin doctor                    examine the app of ./spin.toml and ask before each repair",
    "  spin doctor --fix              repair whatever can be repaired",
    "  spin doctor --format json      for scripts; asks and repairs nothing",
    "  spin doctor --self             examine this installation of Spin"})
final class DoctorCommand implements Callable<Integer> {
    private enum Format {
        PLAIN, JSON
    }

    /// What became of a problem.
    private enum Outcome {
        REMAINS, CURED, FAILED, STOPPED
    }

    /// A repair can uncover the next problem; more rounds than this would go round in a circle.
    private static final int MAX_ROUNDS = 5;

    private final Process process;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"-f", "--from"}, paramLabel = "<APPLICATION>", description = "The application to check. This may be a "
            + "manifest (spin.toml) file, or a directory containing a spin.toml file. If omitted, it defaults to \"spin.toml\"")
    private @Nullable String from;

    @Option(names = "--file", hidden = true, paramLabel = "<APPLICATION>")
    private @Nullable String file;

    @Option(names = "--fix", description = "Repair everything that can be repaired, without asking")
    private boolean fix;

    @Option(names = "--self", description = "Examine the installation of Spin instead of an application")
    private boolean self;

    @Option(names = "--format", paramLabel = "<plain|json>", description = "How to print what was found")
    private Format format = Format.PLAIN;

    DoctorCommand(Process process) {
        this.process = process;
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() {
        if (file != null && from != null) {
            throw new ParameterException(spec.commandLine(), "the argument '--from' cannot be used with '--file'");
        }
        from = from == null ? file : from;
        if (self) {
            if (fix || from != null) {
                throw new ParameterException(spec.commandLine(), "the argument '--self' cannot be used with '" + (fix ? "--fix" : "--from")
                        + "'");
            }
            return new SelfCheckup(process).run(format == Format.JSON);
        }
        Path manifest = manifest();
        boolean healthy = format == Format.JSON ? report(manifest) : converse(manifest);
        return (healthy ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private Path manifest() {
        Path here = process.workingDirectory();
        if (from != null) {
            return ManifestDiscovery.resolve(from, here);
        }
        ManifestDiscovery.Found found = ManifestDiscovery.search(here).orElseThrow(() -> new CommandFailure("\"spin.toml\" not found"));
        if (found.levelsUp() > 0) {
            throw new CommandFailure("No spin.toml in current directory - did you mean '--from " + found.file() + "'?");
        }
        boolean asTyped = here.equals(Path.of("").toAbsolutePath());
        return asTyped ? found.file() : here.resolve(found.file());
    }

    private Checkup checkup(Path manifest) {
        String launcher = process.environment().getOrDefault("SPIN_BIN_PATH", "");
        List<String> spin = launcher.isEmpty()
                ? List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                        Main.class.getName())
                : List.of(launcher);
        return Checkup.of(manifest, new MachineSurroundings(process.environment(), spin, !fix && process.prompt().isTerminal(),
                format == Format.JSON ? process.err() : null, message -> process.err().println(process.errorStyle().boldYellow("Warning")
                        + ": " + message)));
    }

    /// For people. Gives whether nothing remains to be done.
    private boolean converse(Path manifest) {
        say("📟 ", "The Spin Doctor is in.");
        say("🩺 ", "Checking " + manifest + "...");
        Set<String> told = new HashSet<>();
        for (int round = 1;; round++) {
            List<Outcome> outcomes = round(manifest, told);
            if (outcomes.isEmpty()) {
                say("❤  ", round == 1 ? "No problems found." : "No problems remain.");
                return true;
            }
            boolean cured = outcomes.contains(Outcome.CURED);
            if (outcomes.contains(Outcome.STOPPED) || !cured || round == MAX_ROUNDS) {
                return false;
            }
            if (!fix) {
                return !outcomes.contains(Outcome.REMAINS) && !outcomes.contains(Outcome.FAILED) && remaining(manifest).isEmpty();
            }
        }
    }

    /// One checkup. What was told before, and so could not be repaired, is neither told nor tried again.
    private List<Outcome> round(Path manifest, Set<String> told) {
        Checkup checkup = checkup(manifest);
        List<Outcome> outcomes = new ArrayList<>();
        for (Optional<Diagnosis> found = checkup.next(); found.isPresent(); found = checkup.next()) {
            if (!told.add(found.get().description())) {
                outcomes.add(Outcome.REMAINS);
                continue;
            }
            show(found.get());
            Treatment treatment = found.get().treatment();
            Outcome outcome = treatment != null && isWanted(treatment, checkup) ? treat(treatment, checkup) : Outcome.REMAINS;
            outcomes.add(outcome);
            if (outcome == Outcome.STOPPED) {
                break;
            }
        }
        return outcomes;
    }

    private void show(Diagnosis diagnosis) {
        process.out().println();
        say(diagnosis.critical() ? "❗ " : "⚠  ", "Diagnosis: " + diagnosis.description());
        Diagnostic place = diagnosis.place();
        if (place != null) {
            DiagnosticRenderer.render(place).lines().skip(1).forEach(process.out()::println);
            process.out().println("  at " + place.file() + ":" + place.line() + ":" + place.column());
        }
    }

    private boolean isWanted(Treatment treatment, Checkup checkup) {
        if (fix) {
            return true;
        }
        if (!process.prompt().isTerminal()) {
            process.out().println("The Spin Doctor can help! Run `spin doctor --fix` to: " + treatment.summary());
            return false;
        }
        say("🩹 ", "The Spin Doctor can help! Would you like to");
        Optional<String> details = treatment.details(checkup.patient());
        process.out().println("  1) " + treatment.summary());
        process.out().println("  2) Do nothing");
        details.ifPresent(_ -> process.out().println("  3) See more details about the recommended changes"));
        String answer = ask("Your choice [1]: ");
        if (answer.equals("3") && details.isPresent()) {
            process.out().println();
            say("📋 ", details.get().stripTrailing());
            process.out().println();
            String sure = ask("Would you like to apply this fix? [Y/n] ");
            return sure.isEmpty() || sure.equalsIgnoreCase("y") || sure.equalsIgnoreCase("yes");
        }
        return answer.isEmpty() || answer.equals("1");
    }

    /// The answer; an input that has ended says no to everything.
    private String ask(String question) {
        try {
            return process.prompt().line(question, "use `spin doctor --fix`").strip();
        } catch (CommandFailure e) {
            return "2";
        }
    }

    private Outcome treat(Treatment treatment, Checkup checkup) {
        try {
            return switch (checkup.treat(treatment)) {
                case Treatment.Outcome.Cured(var _, String note) -> {
                    if (!note.isEmpty()) {
                        process.out().println(note);
                    }
                    say("❤  ", "Treatment applied!" + (fix ? " " + treatment.summary() : ""));
                    yield Outcome.CURED;
                }
                case Treatment.Outcome.ActionRequired(String message) -> {
                    process.err().println(process.errorStyle().boldYellow("Action required!") + " " + message);
                    yield Outcome.STOPPED;
                }
            };
        } catch (LoadException e) {
            say("⁉️ ", "Treatment failed: " + e.fullMessage());
            return Outcome.FAILED;
        }
    }

    private List<Diagnosis> remaining(Path manifest) {
        Checkup checkup = checkup(manifest);
        List<Diagnosis> remaining = new ArrayList<>();
        for (Optional<Diagnosis> found = checkup.next(); found.isPresent(); found = checkup.next()) {
            remaining.add(found.get());
        }
        return remaining;
    }

    /// For scripts: what was repaired, with `--fix`, and what remains.
    private boolean report(Path manifest) {
        List<Object> treated = new ArrayList<>();
        for (int round = 1; fix && round <= MAX_ROUNDS && treatAll(manifest, treated); round++) {
            // Until nothing is left to treat.
        }
        List<Diagnosis> remaining = remaining(manifest);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("manifest", manifest.toString());
        tree.put("healthy", remaining.isEmpty());
        tree.put("treated", treated);
        tree.put("problems", remaining.stream().map(DoctorCommand::tree).toList());
        process.out().println(new String(StrictJson.indented(tree), StandardCharsets.UTF_8));
        return remaining.isEmpty();
    }

    private boolean treatAll(Path manifest, List<Object> treated) {
        Checkup checkup = checkup(manifest);
        boolean cured = false;
        for (Optional<Diagnosis> found = checkup.next(); found.isPresent(); found = checkup.next()) {
            Treatment treatment = found.get().treatment();
            if (treatment == null) {
                continue;
            }
            Map<String, Object> fields = new LinkedHashMap<>(tree(found.get()));
            try {
                boolean done = checkup.treat(treatment) instanceof Treatment.Outcome.Cured;
                fields.put("outcome", done ? "cured" : "action-required");
                cured |= done;
            } catch (LoadException e) {
                fields.put("outcome", "failed");
                fields.put("error", e.fullMessage());
            }
            treated.add(fields);
        }
        return cured;
    }

    private static Map<String, Object> tree(Diagnosis diagnosis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", diagnosis.check());
        fields.put("description", diagnosis.description());
        fields.put("critical", diagnosis.critical());
        Treatment treatment = diagnosis.treatment();
        if (treatment != null) {
            fields.put("treatment", treatment.summary());
        }
        Diagnostic place = diagnosis.place();
        if (place != null) {
            fields.put("file", place.file());
            fields.put("line", place.line());
            fields.put("column", place.column());
            String hint = place.hint();
            if (hint != null) {
                fields.put("hint", hint);
            }
        }
        return fields;
    }

    private void say(String icon, String text) {
        process.out().println((process.showsIcons() ? icon : "") + text);
    }
}
