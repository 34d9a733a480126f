package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.InvalidModuleException;
import dev.spinjvm.engine.binary.InstructionReader;
import dev.spinjvm.engine.binary.WasmModule;
import dev.spinjvm.engine.binary.WasmModule.Body;
import dev.spinjvm.engine.guest.CheckedAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Compiles a validated module to JVM classes.
public final class ModuleCompiler {

    /// Raised whenever the same module would compile to something else.
    private static final int REVISION = 6;

    private static final int MAX_LOCALS = 50_000;

    private final WasmModule module;
    private final SplitLimits limits;
    private final Parallel parallel;

    /// Runs tasks with the numbers 0 to `count` (exclusive), on several threads or not, and returns when all are done.
    @FunctionalInterface
    public interface Parallel {
        void forEach(int count, IntConsumer task);
    }

    ModuleCompiler(WasmModule module, SplitLimits limits, Parallel parallel) {
        this.module = module;
        this.limits = limits;
        this.parallel = parallel;
    }

    /// What compiled code may be reused by: equal for equal code of the same module.
    public static String variant() {
        return REVISION + (CheckedAccess.isNeeded() ? "-checked" : "");
    }

    /// @param module a valid module
    /// @param parallel how the work is spread
    /// @throws InvalidModuleException if the module uses what is not supported, or a function that cannot be cut to fit
    public static CompiledModule compile(WasmModule module, Parallel parallel) {
        return new ModuleCompiler(module, SplitLimits.NORMAL, parallel).compile();
    }

    /// The same with every function cut into methods of about `size` bytes, for tests.
    public static CompiledModule compileFinely(WasmModule module, int size) {
        SplitLimits fine = new SplitLimits(size, size, size, Math.max(16, size / 2), 4);
        return new ModuleCompiler(module, fine, (count, task) -> {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
        }).compile();
    }

    private CompiledModule compile() {
        int count = module.bodies().length;
        FunctionScan[] scans = new FunctionScan[count];
        int batch = 64;
        parallel.forEach((count + batch - 1) / batch, part -> {
            for (int i = part * batch; i < Math.min(count, (part + 1) * batch); i++) {
                Body body = module.bodies()[i];
                InstructionReader reader = new InstructionReader(module.bytes(), body.start(), body.end(), module.typeReader());
                reader.locals(MAX_LOCALS);
                scans[i] = FunctionScan.of(module, reader);
            }
        });
        FunctionScan.spreadGrowth(scans);
        ModuleLayout layout = new ModuleLayout(module, scans);
        Map<String, byte[]> classes = new ConcurrentHashMap<>();
        AtomicInteger split = new AtomicInteger();
        int[] starts = new int[layout.chunkCount + 1];
        starts[layout.chunkCount] = count;
        for (int i = count - 1; i >= 0; i--) {
            starts[layout.chunks[i]] = i;
        }
        parallel.forEach(layout.chunkCount, chunk -> {
            ClassWriter writer = new ClassWriter(ModuleLayout.chunkName(chunk), "java/lang/Object");
            for (int i = starts[chunk]; i < starts[chunk + 1]; i++) {
                int index = i + module.importedFunctions();
                try {
                    if (new FunctionMethods(layout, index, writer).write(limits)) {
                        split.incrementAndGet();
                    }
                } catch (TooLargeException e) {
                    throw new InvalidModuleException("function " + index + " cannot be compiled: " + e.getMessage(), e);
                }
            }
            classes.put(ModuleLayout.chunkName(chunk).replace('/', '.'), writer.toBytes());
        });
        SupportClasses support = new SupportClasses(layout);
        support.write(classes);
        support.writeInstance(classes);
        return new CompiledModule(Names.MODULE.replace('/', '.'), new LinkedHashMap<>(new java.util.TreeMap<>(classes)),
                layout.entries, layout.fieldGlobals, split.get());
    }
}
