package dev.spinjvm.engine;

import dev.spinjvm.engine.binary.ModuleDecoder;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.compiler.CompiledModule;
import dev.spinjvm.engine.compiler.ModuleCompiler;
import dev.spinjvm.engine.guest.Preload;
import dev.spinjvm.engine.validation.ModuleValidator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compiles core modules to JVM bytecode.
///
/// Thread-safe; one per process. Modules are remembered by digest for the engine's life, and kept on disk
/// when a cache directory is given.
public final class Engine implements AutoCloseable {

    private static final int BODIES_AT_A_TIME = 32;

    private final int methodSize;
    private final long maxMemoryBytes;
    private final Consumer<Progress> progress;
    private final @Nullable CodeCache cache;
    private final TypeIds typeIds = new TypeIds();
    private final Pacer pacer = new Pacer();
    private final ConcurrentHashMap<String, Slot> modules = new ConcurrentHashMap<>();

    private Engine(Builder builder) {
        this.methodSize = builder.methodSize;
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.progress = builder.progress;
        Preload.run();
        Path directory = builder.cacheDirectory;
        this.cache = directory == null ? null : new CodeCache(directory.resolve("code-" + ModuleCompiler.variant()));
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

    /// Compiles a module into the cache on disk without loading it. Does nothing if the cache has it.
    ///
    /// @throws InvalidModuleException if the bytes are malformed, invalid, or need an unsupported feature
    /// @throws IllegalStateException if the engine has no cache on disk
    public void precompile(byte[] wasm) {
        if (cache == null) {
            throw new IllegalStateException("the engine has no cache to compile into");
        }
        String digest = digest(wasm);
        if (cache.get(digest) == null) {
            cache.put(digest, translate(digest, wasm));
        }
    }

    private CoreModule build(String digest, byte[] wasm) {
        CoreModule cached = cache == null ? null : loadCached(cache, digest);
        if (cached != null) {
            return cached;
        }
        byte[] form = translate(digest, wasm);
        StoredModule stored = null;
        if (cache != null) {
            cache.put(digest, form);
            stored = cache.get(digest);
        }
        if (stored == null) {
            stored = StoredModule.decode(ByteBuffer.wrap(form), digest);
        }
        if (stored == null) {
            throw new IllegalStateException("a compiled module is not what was written");
        }
        try {
            return load(digest, stored, true);
        } catch (RuntimeException | ReflectiveOperationException | LinkageError e) {
            if (cache != null) {
                cache.remove(digest);
            }
            throw new InvalidModuleException("cannot compile the module: " + e.getMessage(), e);
        }
    }

    /// Compiles a module to the form that is stored.
    private byte[] translate(String digest, byte[] wasm) {
        try {
            WasmModule module = ModuleDecoder.decode(wasm);
            progress.accept(new Progress.Started(digest, wasm.length));
            ModuleValidator validator = new ModuleValidator(module);
            validator.validateModule();
            Workers.run(module.bodies().length, BODIES_AT_A_TIME, validator::validateFunction);
            CompiledModule code = methodSize > 0
                    ? ModuleCompiler.compileFinely(module, methodSize)
                    : ModuleCompiler.compile(module, (count, task) -> Workers.run(count, 1, task));
            progress.accept(new Progress.Finished(digest, module.bodies().length, code.split()));
            return StoredModule.encode(digest, module, code);
        } catch (InvalidModuleException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new InvalidModuleException("cannot compile the module: " + e.getMessage(), e);
        } catch (OutOfMemoryError | StackOverflowError e) {
            throw new InvalidModuleException("the module is too large to compile here: "
                    + (e instanceof OutOfMemoryError ? "out of memory" : "too deeply nested"), e);
        }
    }

    private @Nullable CoreModule loadCached(CodeCache from, String digest) {
        StoredModule stored = from.get(digest);
        if (stored == null) {
            return null;
        }
        try {
            return load(digest, stored, false);
        } catch (RuntimeException | ReflectiveOperationException | LinkageError e) {
            from.remove(digest);
            return null;
        }
    }

    private CoreModule load(String digest, StoredModule stored, boolean verified) throws ReflectiveOperationException {
        int[] ids = typeIds.of(stored.module().types());
        GuestClasses classes = new GuestClasses(stored, ids);
        if (verified) {
            classes.linkAll();
        }
        InstanceMaker maker = new InstanceMaker(stored, classes.instances(), ids, maxMemoryBytes,
                pacer.guests());
        pacer.add(classes.poll());
        return new CoreModule(digest, stored, maker, pacer);
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

    /// What happens to a module that has to be compiled, which can take long. Nothing is reported when the cache serves it.
    public sealed interface Progress {

        /// The module's digest.
        String digest();

        /// Compilation begins.
        ///
        /// @param size the module's size in bytes
        record Started(String digest, int size) implements Progress {}

        /// Compilation is done.
        ///
        /// @param functions how many functions were compiled
        /// @param split how many of them were cut into several JVM methods
        record Finished(String digest, int functions, int split) implements Progress {}
    }

    /// Settings of an engine.
    public static final class Builder {

        private @Nullable Path cacheDirectory;
        private long maxMemoryBytes = Long.MAX_VALUE;
        private Consumer<Progress> progress = _ -> {};

        private int methodSize;

        private Builder() {}

        /// Cuts functions into methods of about that many bytes, which makes slow code that tests cutting.
        Builder methodSize(int bytes) {
            this.methodSize = bytes;
            return this;
        }

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

        /// Is told before and after a module is compiled, on the compiling thread.
        public Builder progress(Consumer<Progress> listener) {
            this.progress = listener;
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
