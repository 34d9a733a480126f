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

    private WasiContext(Builder builder) {
        cli = new CliContext(Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment)), List.copyOf(builder.arguments),
                builder.initialCwd, builder.stdin, builder.stdout,
                builder.stderr, Set.copyOf(builder.terminals));
        clocks = builder.clocks == null ? Clocks.system() : builder.clocks;
        random = builder.random == null ? RandomSource.system() : builder.random;
        filesystem = new Filesystem(builder.preopens);
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
            preopens.add(new Preopen(host, guest, writable));
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
            return new WasiContext(this);
        }
    }
}
