package dev.spinjvm.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.Compiler;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.ExternalType;

/// Compiles one module to JVM classes.
final class ModuleCompiler {

    /// Part of the cache key: raise it whenever the same module would compile to something else.
    static final String REVISION = "5";

    /// Small enough that start-up loads little beside what it runs.
    private static final int FUNCTIONS_PER_CLASS = 512;

    /// No function body of this size has been seen to fit a JVM method (65,535 bytes); below it the compiler
    /// is asked.
    private static final int SURELY_TOO_LARGE = 60_000;

    private static final Pattern TOO_LARGE = Pattern.compile("\\.func_(\\d+) ");

    private final ModuleBinary binary;
    private final ModuleRewriter rewriter;

    ModuleCompiler(ModuleBinary binary) {
        this.binary = binary;
        this.rewriter = new ModuleRewriter(binary);
    }

    /// @throws InvalidModuleException if the module is not valid or needs an unsupported feature
    CompiledCode compile() {
        WasmModule module = parse();
        FeatureScan.refuseUnsupported(binary, module);
        Set<Integer> interpreted = new HashSet<>(binary.bodiesLargerThan(SURELY_TOO_LARGE));
        int imported = module.importSection().count(ExternalType.FUNCTION);
        while (true) {
            try {
                GuestPatch classes = compile(module, functionIndices(interpreted, imported));
                byte[] stripped = rewriter.stripped(interpreted, !namesDataSegments(module));
                return CompiledCode.of(stripped, interpreted.stream().mapToInt(Integer::intValue).sorted().toArray(),
                        classes.mainClassName(), classes.patched());
            } catch (WasmEngineException e) {
                interpreted.add(tooLargeFunction(e) - imported);
            }
        }
    }

    private WasmModule parse() {
        try {
            return Parser.parse(rewriter.whole());
        } catch (RuntimeException e) {
            String feature = FeatureScan.unsupportedInstruction(binary);
            throw new InvalidModuleException(feature != null ? feature : String.valueOf(e.getMessage()), e);
        }
    }

    private static Set<Integer> functionIndices(Set<Integer> bodies, int imported) {
        Set<Integer> out = new HashSet<>();
        bodies.forEach(body -> out.add(body + imported));
        return out;
    }

    private static GuestPatch compile(WasmModule module, Set<Integer> interpreted) {
        return (GuestPatch) Compiler.builder(module)
                .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .withInterpretedFunctions(interpreted)
                .withClassCollectorFactory(GuestPatch::new)
                .build()
                .compile()
                .collector();
    }

    /// The function that did not fit a JVM method; any other failure is thrown on.
    private static int tooLargeFunction(WasmEngineException e) {
        if (e.getCause() != null) {
            Matcher matcher = TOO_LARGE.matcher(String.valueOf(e.getCause().getMessage()));
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw e;
    }

    private static boolean namesDataSegments(WasmModule module) {
        int count = module.codeSection().functionBodyCount();
        for (int i = 0; i < count; i++) {
            for (AnnotatedInstruction instruction : module.codeSection().getFunctionBody(i).instructions()) {
                switch (instruction.opcode()) {
                    case MEMORY_INIT, DATA_DROP, ARRAY_NEW_DATA, ARRAY_INIT_DATA -> {
                        return true;
                    }
                    default -> {
                    }
                }
            }
        }
        return false;
    }
}
