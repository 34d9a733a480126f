package dev.spinjvm.cli;

import dev.spinjvm.cli.ExternalTriggers.Launch;
import dev.spinjvm.loader.ManifestDiscovery;
import dev.spinjvm.loader.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The part of the help of `spin up` that tells of triggers: those of the HTTP trigger, unless the app has another.
final class UpHelp {
    /// The section of the help page.
    static final String TRIGGERS = "triggers";
    private static final String NO_WARNINGS = "SPIN_PLUGINS_SUPPRESS_COMPATIBILITY_WARNINGS";
    private static final Pattern OTHER_TRIGGER = Pattern.compile("(?m)^\\s*(\\[\\[\\s*trigger\\s*\\.(?!\\s*\"?http\\b)|trigger\\s*=)");

    private UpHelp() {}

    /// Has the help page of `spin up` show the options of its triggers, too.
    static void prepare(CommandLine command) {
        if (!(command.getCommandSpec().userObject() instanceof UpCommand)) {
            return;
        }
        List<String> keys = new ArrayList<>(command.getHelpSectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), TRIGGERS);
        command.setHelpSectionKeys(keys);
        command.getHelpSectionMap().put(TRIGGERS, usage -> TriggerLine.help(usage.colorScheme()));
    }

    /// The names of all options that a command line may hold.
    static Set<String> names(CommandLine command) {
        Set<String> names = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
        if (command.getCommandSpec().userObject() instanceof UpCommand) {
            names.addAll(TriggerLine.names());
        }
        return names;
    }

    /// Whether help is asked for where an app may have another trigger.
    static boolean isSpecial(List<String> words, Path folder) {
        if (words.size() != 2 || !words.getFirst().equals("up") && !words.getFirst().equals("u")) {
            return false;
        }
        Path manifest = folder.resolve(ManifestDiscovery.DEFAULT_FILE);
        try {
            return Files.isRegularFile(manifest) && OTHER_TRIGGER.matcher(Files.readString(manifest)).find();
        } catch (IOException _) {
            return false;
        }
    }

    /// Has a trigger print its own help.
    static void print(ExternalTriggers triggers, String type) throws InterruptedException {
        try (ChildProcesses children = new ChildProcesses()) {
            Launch launch = triggers.find(type);
            List<String> line = new ArrayList<>(launch.words());
            line.add("--help-args-only");
            ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
            builder.environment().putAll(launch.environment());
            builder.environment().put(NO_WARNINGS, "1");
            children.await(children.start(builder));
        } catch (CommandFailure | IOException _) {
            // Help is help without it, too.
        }
    }
}
