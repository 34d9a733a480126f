package dev.spinjvm.engine;

import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.Version;
import run.endive.wasm.WasmModule;

/// Compiles core modules to JVM bytecode.
///
/// Thread-safe; one per process. Modules are remembered by digest for the engine's life, and kept on disk
/// when a cache directory is given.
public final class Engine implements AutoCloseable {

    private final long maxMemoryBytes;
    private final Consumer<Progress> progress;
    private final @Nullable CodeCache cache;
    private final TypeIds typeIds = new TypeIds();
    private final Pacer pacer = new Pacer();
    private final ConcurrentHashMap<String, Slot> modules = new ConcurrentHashMap<>();

    private Engine(Builder builder) {
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.progress = builder.progress;
        Preload.run();
        Path directory = builder.cacheDirectory;
        this.cache = directory == null
                ? null
                : new CodeCache(directory.resolve("endive-" + Version.version() + "-" + ModuleCompiler.REVISION));
    }

    /// Starts with: no cache on disk, memories up to 2 GiB, no progress reports.
    public static Builder builder() {
        return new Builder();
    }

    /// Compiles a module, or returns the one already compiled from the same bytes.
    ///
    /// Threads that ask for the same module wait for the one that compiles it; other modules go on.
    ///
    /// @throws InvalidModuleException if the bytes are malformed, invalid, or need an unsupported feature
    public CoreModule compile(byte[] wasm) {
        String digest = digest(wasm);
        Slot slot = modules.computeIfAbsent(digest, _ -> new Slot());
        slot.lock.lock();
        try {
            CoreModule module = slot.module;
            if (module == null) {
                module = build(digest, wasm);
                slot.module = module;
            }
            return module;
        } finally {
            slot.lock.unlock();
        }
    }

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable CoreModule module;
    }

    private CoreModule build(String digest, byte[] bytes) {
        ModuleBinary binary = ModuleBinary.read(bytes);
        CoreModule cached = cache == null ? null : loadCached(cache, digest, binary);
        if (cached != null) {
            return cached;
        }
        try {
            progress.accept(new Progress(digest, bytes.length));
            CompiledCode code = new ModuleCompiler(binary).compile();
            GuestClassLoader classes = new GuestClassLoader(code.classes());
            classes.linkAll();
            CoreModule module = load(digest, binary, code, classes);
            if (cache != null) {
                cache.put(digest, code);
            }
            return module;
        } catch (InvalidModuleException e) {
            throw e;
        } catch (RuntimeException | ReflectiveOperationException | LinkageError e) {
            throw new InvalidModuleException("cannot compile the module: " + e.getMessage(), e);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new InvalidModuleException("the module is too large to compile here: "
                    + (e instanceof OutOfMemoryError ? "out of memory" : "too deeply nested"), e);
        }
    }

    private @Nullable CoreModule loadCached(CodeCache from, String digest, ModuleBinary binary) {
        CompiledCode code = from.get(digest);
        if (code == null) {
            return null;
        }
        try {
            return load(digest, binary, code, new GuestClassLoader(code.classes()));
        } catch (RuntimeException | ReflectiveOperationException | LinkageError e) {
            from.remove(digest);
            return null;
        }
    }

    private CoreModule load(String digest, ModuleBinary binary, CompiledCode code, GuestClassLoader classes)
            throws ReflectiveOperationException {
        WasmModule wasm = StrippedModule.parse(code.stripped(), code.keptBodies());
        pacer.add(classes.poll(code.mainClass()));
        MethodHandle machines = classes.machines(code.mainClass());
        return new CoreModule(digest, binary.declarations(), wasm, machines, typeIds, pacer, maxMemoryBytes);
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
    public record Progress(String digest, int size) {}

    /// Settings of an engine.
    public static final class Builder {

        private @Nullable Path cacheDirectory;
        private long maxMemoryBytes = Long.MAX_VALUE;
        private Consumer<Progress> progress = _ -> {};

        private Builder() {}

        /// Where compiled code is kept between processes; null keeps none.
        public Builder cacheDirectory(@Nullable Path directory) {
            this.cacheDirectory = directory;
            return this;
        }

        /// The most bytes that the linear memories of one core instance may have together.
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
