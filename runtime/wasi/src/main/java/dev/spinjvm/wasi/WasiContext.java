package dev.spinjvm.wasi;

import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.cli.CliContext;
import dev.spinjvm.wasi.cli.CliContext.Stdio;
import dev.spinjvm.wasi.cli.StdinSource;
import dev.spinjvm.wasi.cli.StdoutSink;
import dev.spinjvm.wasi.clocks.Clocks;
import dev.spinjvm.wasi.filesystem.Filesystem;
import dev.spinjvm.wasi.filesystem.Preopen;
import dev.spinjvm.wasi.io.Waker;
import dev.spinjvm.wasi.random.RandomSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What WASI keeps for one store: environment, arguments, standard streams, directories, clocks, random numbers, and the
/// waker through which its guest waits. By default there is nothing to see: no variables, no directories, empty input,
/// output that is thrown away; clocks and random numbers are the machine's.
///
/// Close it when the store has ended: that closes files that the guest left open.
public final class WasiContext implements AutoCloseable {
    private final Waker waker = new Waker();
    private final CliContext cli;
    private final Clocks clocks;
    private final RandomSource random;
    private final Filesystem filesystem;

    private WasiContext(Template template, Streams streams, Clocks clocks, RandomSource random) {
        this.cli = new CliContext(template.environment, template.arguments, template.initialCwd, streams.stdin, streams.stdout,
                streams.stderr, template.terminals);
        this.clocks = clocks;
        this.random = random;
        this.filesystem = new Filesystem(template.preopens);
    }

    /// The standard streams of one store.
    public record Streams(StdinSource stdin, StdoutSink stdout, StdoutSink stderr) {}

    /// What many stores are given alike. Immutable and thread-safe.
    public static final class Template {
        private final Map<String, String> environment;
        private final List<String> arguments;
        private final List<Preopen> preopens;
        private final Set<Stdio> terminals;
        private final @Nullable String initialCwd;

        private Template(Builder builder) {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
            arguments = List.copyOf(builder.arguments);
            preopens = List.copyOf(builder.preopens);
            terminals = Set.copyOf(builder.terminals);
            initialCwd = builder.initialCwd;
        }

        /// The context of one more store.
        public WasiContext open(Streams streams, Clocks clocks, RandomSource random) {
            return new WasiContext(this, streams, clocks, random);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Where the guest of the store waits. Also reached by `Waker.of(store)`.
    public Waker waker() {
        return waker;
    }

    /// Puts this context into a store, before any guest code runs there.
    public Store attach(Store store) {
        return store.with(WasiContext.class, this).with(Waker.class, waker).with(CliContext.class, cli).with(Clocks.class, clocks)
                .with(RandomSource.class, random).with(Filesystem.class, filesystem);
    }

    @Override
    public void close() {
        filesystem.close();
    }

    /// Collects what a guest is given; not thread-safe.
    public static final class Builder {
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<Preopen> preopens = new ArrayList<>();
        private final Set<Stdio> terminals = EnumSet.noneOf(Stdio.class);
        private @Nullable String initialCwd;
        private StdinSource stdin = StdinSource.empty();
        private StdoutSink stdout = StdoutSink.discard();
        private StdoutSink stderr = StdoutSink.discard();
        private @Nullable Clocks clocks;
        private @Nullable RandomSource random;

        private Builder() {}

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /// Adds an argument; the first is the program's name.
        public Builder argument(String argument) {
            arguments.add(argument);
            return this;
        }

        public Builder initialCwd(String directory) {
            initialCwd = directory;
            return this;
        }

        public Builder stdin(StdinSource source) {
            stdin = source;
            return this;
        }

        public Builder stdout(StdoutSink sink) {
            stdout = sink;
            return this;
        }

        public Builder stderr(StdoutSink sink) {
            stderr = sink;
            return this;
        }

        /// Says that a standard stream is a terminal.
        public Builder terminal(Stdio stream) {
            terminals.add(stream);
            return this;
        }

        /// Gives the guest a directory of the host.
        ///
        /// @param guest the name under which the guest finds it, such as `/`
        /// @param writable whether the guest may change what is below it
        public Builder preopen(Path host, String guest, boolean writable) {
            return preopen(new Preopen(host, guest, writable));
        }

        /// Gives the guest a directory of the host.
        public Builder preopen(Preopen directory) {
            preopens.add(directory);
            return this;
        }

        public Builder clocks(Clocks given) {
            clocks = given;
            return this;
        }

        public Builder random(RandomSource source) {
            random = source;
            return this;
        }

        public WasiContext build() {
            return template().open(new Streams(stdin, stdout, stderr), clocks == null ? Clocks.system() : clocks,
                    random == null ? RandomSource.system() : random);
        }

        /// What was collected so far but for streams, clocks and random numbers, for any number of stores.
        public Template template() {
            return new Template(this);
        }
    }
}
