package dev.spinjvm.plugins.containers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `spin up` was given for the HTTP trigger, as the trigger in a container is given it: files of the host under the names that they
/// have there, and without the address, which is the container's own.
///
/// @param arguments for the trigger
/// @param mounts the files and folders that they name
/// @param findFreePort whether another port is to be tried where the one asked for is in use
record ForwardedArguments(List<String> arguments, List<BindMount> mounts, boolean findFreePort) {
    private static final String FOLDER = "/etc/spin/";
    private static final String LOGS = "/var/log/spin";
    private static final String FIND_FREE_PORT = "--find-free-port";
    private static final Set<String> ADDRESS = Set.of("--listen", "--state-dir");
    private static final Set<String> LOG_FOLDER = Set.of("--log-dir", "-L");
    private static final Set<String> FILES = Set.of("--runtime-config-file", "--tls-cert", "--tls-key", "--cache");
    /// Options with files that the environment can have in their place.
    private static final Map<String, String> OF_ENVIRONMENT = Map.of("RUNTIME_CONFIG_FILE", "--runtime-config-file", "SPIN_TLS_CERT",
            "--tls-cert", "SPIN_TLS_KEY", "--tls-key");

    /// Goes over the arguments.
    ///
    /// @param given without the values of variables
    /// @param here what relative files are relative to
    static ForwardedArguments of(List<String> given, Map<String, String> environment, Path here) {
        List<String> words = new ArrayList<>(given);
        OF_ENVIRONMENT.forEach((variable, option) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty() && given.stream().noneMatch(word -> word.equals(option) || word.startsWith(option + "="))) {
                words.addAll(List.of(option, value));
            }
        });
        List<String> arguments = new ArrayList<>();
        List<BindMount> mounts = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            boolean known = ADDRESS.contains(option) || LOG_FOLDER.contains(option) || FILES.contains(option);
            if (!known) {
                arguments.add(word);
                continue;
            }
            String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
            if (FILES.contains(option)) {
                Path file = here.resolve(value).normalize();
                String inside = FOLDER + mounts.size() + "/" + file.getFileName();
                mounts.add(new BindMount(file, inside, false));
                arguments.addAll(List.of(option, inside));
            } else if (LOG_FOLDER.contains(option)) {
                if (!value.isEmpty()) {
                    mounts.add(new BindMount(here.resolve(value).normalize(), LOGS, true));
                }
                arguments.add("--log-dir=" + (value.isEmpty() ? "" : LOGS));
            }
        }
        boolean findFreePort = arguments.remove(FIND_FREE_PORT);
        return new ForwardedArguments(arguments, mounts, findFreePort);
    }
}
