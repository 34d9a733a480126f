package dev.spinjvm.cli;

import dev.spinjvm.cli.ExternalTriggers.Launch;
import dev.spinjvm.loader.process.ChildProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of the arguments of `spin up` each trigger of an app gets.
///
/// The only trigger gets them all. Of several, each gets the options it says it has; one that does not say gets all.
final class TriggerRouting {
    /// The option by which a trigger is asked for its options, which it then prints as JSON to stderr.
    private static final String METADATA = "--launch-metadata-only";
    /// `{"all_flags":[{"short":"-x","long":"--y"}, …]}`: no option holds anything that JSON would escape.
    private static final Pattern FLAG = Pattern.compile("\"(?:short|long)\"\\s*:\\s*\"(-[^\"]+)\"");

    private final ChildProcesses children;

    TriggerRouting(ChildProcesses children) {
        this.children = children;
    }

    /// The arguments of each trigger, by its type.
    ///
    /// @param externals the triggers that are other programs, by type
    /// @throws CommandFailure if no trigger knows an option
    Map<String, List<String>> route(List<String> arguments, boolean http, Map<String, Launch> externals) throws InterruptedException {
        Map<String, List<String>> routed = new LinkedHashMap<>();
        if (externals.size() + (http ? 1 : 0) == 1) {
            externals.keySet().forEach(type -> routed.put(type, arguments));
            if (http) {
                routed.put(UpCommand.HTTP, arguments);
            }
            return routed;
        }
        Map<String, Optional<Set<String>>> known = new LinkedHashMap<>();
        if (http) {
            known.put(UpCommand.HTTP, Optional.of(TriggerLine.names()));
        }
        for (Map.Entry<String, Launch> external : externals.entrySet()) {
            known.put(external.getKey(), flags(external.getValue()));
        }
        List<List<String>> groups = groups(arguments);
        for (List<String> group : groups) {
            if (known.values().stream().noneMatch(flags -> accepts(flags, group))) {
                throw new CommandFailure("Unrecognised trigger option \"" + group.getFirst() + "\"");
            }
        }
        known.forEach((type, flags) -> routed.put(type,
                groups.stream().filter(group -> accepts(flags, group)).flatMap(List::stream).toList()));
        return routed;
    }

    /// The arguments that the HTTP trigger knows; all of them if there is no other trigger that could.
    static List<String> known(List<String> arguments, boolean alone) {
        return alone
                ? arguments
                : groups(arguments).stream().filter(group -> accepts(Optional.of(TriggerLine.names()), group)).flatMap(List::stream)
                        .toList();
    }

    private static boolean accepts(Optional<Set<String>> flags, List<String> group) {
        return flags.isEmpty() || flags.get().contains(group.getFirst().replaceFirst("=.*", ""));
    }

    /// Each option with its value. A word that follows neither is alone.
    static List<List<String>> groups(List<String> arguments) {
        List<List<String>> groups = new ArrayList<>();
        boolean open = false;
        for (String argument : arguments) {
            if (open && !argument.startsWith("-")) {
                groups.getLast().add(argument);
                open = false;
            } else {
                groups.add(new ArrayList<>(List.of(argument)));
                open = argument.startsWith("-") && !argument.contains("=");
            }
        }
        return groups;
    }

    private Optional<Set<String>> flags(Launch launch) throws InterruptedException {
        List<String> line = new ArrayList<>(launch.words());
        line.add(METADATA);
        ProcessBuilder builder = new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(launch.environment());
        String answer;
        try {
            java.lang.Process child = children.start(builder);
            child.getOutputStream().close();
            answer = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (children.await(child) != 0) {
                return Optional.empty();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return flags(answer);
    }

    /// The options that an answer names; none if it is no such answer.
    static Optional<Set<String>> flags(String answer) {
        if (!answer.contains("\"all_flags\"")) {
            return Optional.empty();
        }
        Set<String> flags = new HashSet<>();
        Matcher matcher = FLAG.matcher(answer);
        while (matcher.find()) {
            flags.add(matcher.group(1));
        }
        return Optional.of(flags);
    }
}
