package dev.spinjvm.plugins.dispatch;

import dev.spinjvm.loader.process.ChildProcesses;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.PluginCallException.Reason;
import dev.spinjvm.plugins.json.JsonText;
import dev.spinjvm.plugins.json.JsonTextException;
import dev.spinjvm.plugins.manage.Compatibility;
import dev.spinjvm.plugins.manage.PluginManager;
import dev.spinjvm.plugins.manage.PluginManifest;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds plugins of a kind and asks them what their contract allows.
///
/// @param environment that of this process
/// @param workingDirectory where plugins are run
public record Dispatcher(PluginManager manager, Map<String, String> environment, Path workingDirectory) {
    /// How long a plugin may take to describe itself, in seconds.
    private static final String START_TIMEOUT = "SPIN_PLUGIN_START_TIMEOUT";
    private static final Duration USUAL_START = Duration.ofSeconds(30);
    private static final int MAX_DESCRIPTION = 1 << 20;
    /// Drivers may lie on the PATH: whoever writes one tries it before anybody can install it.
    private static final Set<PluginKind> ON_PATH = Set.of(PluginKind.BUILD, PluginKind.RUN);
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /// What is told to a plugin beside its request.
    ///
    /// @param outputDirectory where it may leave files (`SPIN_OUTPUT_DIR`), or `null`
    /// @param patience how long it may take, if that is less than its contract allows; `null` for what that allows
    /// @param started is given the call as soon as it runs, so that it can be stopped
    /// @param children starts the process, and ends it with all that it started when this program has to end at once
    public record Options(@Nullable Path outputDirectory, @Nullable Duration patience, Consumer<PluginCall> started,
            ChildProcesses children) {
        /// A process that nobody ends.
        public Options(@Nullable Path outputDirectory, @Nullable Duration patience, Consumer<PluginCall> started) {
            this(outputDirectory, patience, started, new ChildProcesses());
        }

        public static Options usual() {
            return new Options(null, null, _ -> {});
        }
    }

    /// A plugin, if it is installed; a driver also if it is on the PATH as `spin-KIND-NAME`.
    public Optional<PluginProgram> find(PluginKind kind, String name) {
        if (!SIMPLE.matcher(name).matches()) {
            return Optional.empty();
        }
        String full = kind.keyword() + "-" + name;
        for (String installed : List.of(full, "spin-" + full)) {
            Path file = manager.store().program(installed);
            if (Files.isExecutable(file)) {
                Optional<PluginManifest> manifest = manager.store().find(installed);
                manifest.ifPresent(known -> Compatibility.require(known, manager.spin().version(), false, manager.notices()));
                return Optional.of(new PluginProgram(kind, name, file, PluginProgram.Origin.INSTALLED));
            }
        }
        return ON_PATH.contains(kind)
                ? onPath("spin-" + full).map(file -> new PluginProgram(kind, name, file, PluginProgram.Origin.PATH))
                : Optional.empty();
    }

    private Optional<Path> onPath(String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path file = Path.of(folder).resolve(program);
            if (Path.of(folder).isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// The names of the installed plugins of a kind, without its keyword, sorted.
    public List<String> installed(PluginKind kind) {
        return Stream.concat(manager.store().installed().stream().map(PluginManifest::name), manager.store().handPlaced().stream()).flatMap(
                full -> PluginName.parse(full) instanceof PluginName.Typed(PluginKind other, String name) && other == kind
                        ? Stream.of(name)
                        : Stream.empty())
                .distinct().sorted().toList();
    }

    /// A plugin that must be there.
    ///
    /// @throws PluginException.NotFound with what is there, and whether the catalogue has it
    public PluginProgram require(PluginKind kind, String name) {
        Optional<PluginProgram> found = find(kind, name);
        if (found.isPresent()) {
            return found.get();
        }
        String full = kind.keyword() + "-" + name;
        boolean offered = manager.offered(full).isPresent();
        List<String> others = installed(kind);
        throw new PluginException.NotFound("There is no plugin '" + full + "'" + (offered
                ? "; install it with `spin plugins install " + full + "`"
                : others.isEmpty() ? "" : "; installed are: " + String.join(", ", others)));
    }

    /// Asks a plugin what it is.
    ///
    /// @throws PluginCallException if it speaks another version of the protocol, or is of another kind
    public Description describe(PluginProgram program) {
        PluginCall call = PluginCall.start(program, Contract.DESCRIBE, builder(program, Contract.DESCRIBE, null), Map.of("protocol",
                Contract.PROTOCOL), new ChildProcesses());
        AtomicReference<String> text = new AtomicReference<>("");
        int code = call.await(in -> text.set(new String(in.readNBytes(MAX_DESCRIPTION), StandardCharsets.UTF_8)), startTimeout());
        if (code != 0) {
            throw PluginCallException.of(Reason.DIED, program + " " + PluginCall.meaning(code) + " when it was asked to describe itself");
        }
        try {
            return checked(program, JsonText.object(text.get()));
        } catch (JsonTextException e) {
            throw PluginCallException.of(Reason.MALFORMED, program + " does not describe itself as a JSON object: " + e.getMessage());
        }
    }

    private Duration startTimeout() {
        String seconds = environment.getOrDefault(START_TIMEOUT, "");
        return seconds.matches("[1-9][0-9]{0,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : USUAL_START;
    }

    private static Description checked(PluginProgram program, Map<String, Object> members) {
        Object protocol = members.get("protocol");
        if (!(protocol instanceof Long version)) {
            throw PluginCallException.of(Reason.MALFORMED, program + " does not say which version of the protocol it speaks");
        }
        if (version != Contract.PROTOCOL) {
            throw PluginCallException.of(Reason.OTHER_PROTOCOL, program + " speaks version " + version
                    + " of the protocol, and this Spin version "
                    + Contract.PROTOCOL + "; upgrade " + (version > Contract.PROTOCOL ? "Spin" : "the plugin"));
        }
        Description description = Description.of(members);
        if (!description.kind().isEmpty() && !description.kind().equals(program.kind().keyword())) {
            throw PluginCallException.of(Reason.OTHER_PROTOCOL, program + " says that it is of the kind '" + description.kind() + "'");
        }
        return description;
    }

    /// Asks a plugin to do something, and waits until it has.
    ///
    /// @param request what the contract of the kind says; the version of the protocol is added
    /// @throws PluginCallException if it cannot, or breaks its contract
    /// @throws IllegalArgumentException if the contract has no such verb
    public PluginAnswer call(PluginProgram program, String verb, Map<String, ?> request, Consumer<PluginEvent> events, Options options) {
        Contract.Verb contract = Contract.of(program.kind()).map(known -> known.verbs().get(verb)).orElseThrow(
                () -> new IllegalArgumentException("no plugin of the kind " + program.kind().keyword() + " is asked to '" + verb + "'"));
        Map<String, Object> full = new LinkedHashMap<>();
        full.put("protocol", Contract.PROTOCOL);
        full.putAll(request);
        AnswerReader reader = new AnswerReader(program, events);
        PluginCall call = PluginCall.start(program, verb, builder(program, verb, options.outputDirectory), full, options.children);
        options.started.accept(call);
        Duration patience = options.patience == null ? contract.patience() : options.patience;
        int code = call.await(reader::read, patience);
        return answer(program, verb, contract, reader, code);
    }

    private static PluginAnswer answer(PluginProgram program, String verb, Contract.Verb contract, AnswerReader reader, int code) {
        reader.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        if (code == Contract.UNKNOWN_VERB) {
            throw PluginCallException.of(Reason.UNKNOWN_VERB, program + " does not know how to '" + verb + "'");
        }
        if (code != 0) {
            throw PluginCallException.of(Reason.DIED, program + " " + PluginCall.meaning(code) + (reader.result().isPresent()
                    ? " although it gave a result"
                    : " and gave no result"));
        }
        if (reader.result().isEmpty() && contract.needsResult()) {
            throw PluginCallException.of(Reason.DIED, program + " ended and gave no result");
        }
        Map<String, Object> result = reader.result().orElse(Map.of());
        contract.result().forEach((name, field) -> field.problem(name, result.get(name)).ifPresent(problem -> {
            throw PluginCallException.of(Reason.MALFORMED, program + ": " + problem);
        }));
        return new PluginAnswer(result);
    }

    private ProcessBuilder builder(PluginProgram program, String verb, @Nullable Path outputDirectory) {
        ProcessBuilder builder = new ProcessBuilder(program.file().toString(), verb).directory(workingDirectory.toFile()).redirectError(
                ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(manager.spin().environment());
        if (outputDirectory != null) {
            builder.environment().put("SPIN_OUTPUT_DIR", outputDirectory.toString());
        }
        return builder;
    }
}
