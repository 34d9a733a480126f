package dev.spinjvm.engine;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/// Compiles core modules to JVM bytecode.
///
/// Thread-safe; one per process. Modules are remembered by digest for the engine's life, and kept on disk
/// when a cache directory is given.
public final class Engine implements AutoCloseable {

    private final long maxMemoryBytes;
    private final Consumer<Progress> progress;
    private final @Nullable Path cacheDirectory;
    private final ConcurrentHashMap<String, CoreModule> modules = new ConcurrentHashMap<>();

    private Engine(Builder builder) {
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.progress = builder.progress;
        this.cacheDirectory = builder.cacheDirectory;
    }

    /// Starts with: no cache on disk, memories up to 2 GiB, no progress reports.
    public static Builder builder() {
        return new Builder();
    }

    /// Compiles a module, or returns the one already compiled from the same bytes.
    ///
    /// @throws InvalidModuleException if the bytes are malformed, invalid, or need an unsupported feature
    public CoreModule compile(byte[] wasm) {
        return modules.computeIfAbsent(digest(wasm), digest -> build(digest, wasm));
    }

    private CoreModule build(String digest, byte[] bytes) {
        ModuleBinary binary = ModuleBinary.read(bytes);
        try {
            WasmModule wasm = Parser.parse(binary.renamed());
            progress.accept(new Progress(digest, bytes.length));
            Function<Instance, Machine> machines = MachineFactoryCompiler.compile(wasm);
            return new CoreModule(digest, binary, wasm, machines, maxMemoryBytes);
        } catch (InvalidModuleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidModuleException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Forgets the modules. Instances that exist stay usable.
    @Override
    public void close() {
        modules.clear();
    }

    /// A module is about to be compiled, which can take long; nothing is reported when the cache serves it.
    ///
    /// @param digest the module's digest
    /// @param size the module's size in bytes
    public record Progress(String digest, int size) {
    }

    /// Settings of an engine.
    public static final class Builder {

        private @Nullable Path cacheDirectory;
        private long maxMemoryBytes = Long.MAX_VALUE;
        private Consumer<Progress> progress = _ -> {
        };

        private Builder() {
        }

        /// Where compiled code is kept between processes; null keeps none.
        public Builder cacheDirectory(@Nullable Path directory) {
            this.cacheDirectory = directory;
            return this;
        }

        /// The most bytes each linear memory may have.
        public Builder maxMemoryBytes(long bytes) {
            this.maxMemoryBytes = bytes;
            return this;
        }

        /// Is told before a module is compiled, on the compiling thread.
        public Builder progress(Consumer<Progress> listener) {
            this.progress = listener;
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
