package dev.spinjvm.engine;

import dev.spinjvm.engine.CompiledCode.Slice;
import java.io.ByteArrayInputStream;
import java.util.List;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.DataCountSection;
import run.endive.wasm.types.DataSection;
import run.endive.wasm.types.ElementSection;
import run.endive.wasm.types.ExportSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionSection;
import run.endive.wasm.types.GlobalSection;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.Section;
import run.endive.wasm.types.StartSection;
import run.endive.wasm.types.TableSection;
import run.endive.wasm.types.TagSection;
import run.endive.wasm.types.TypeSection;

/// Reads a module whose compiled bodies are gone (see [ModuleRewriter#stripped]), without validating it again.
final class StrippedModule {

    /// Stands for every compiled body; nothing looks into it.
    private static final FunctionBody COMPILED = new FunctionBody(List.of(), List.of());

    private final WasmModule.Builder builder = WasmModule.builder().withValidation(false);
    private final int[] keptBodies;
    private CodeSection kept = CodeSection.builder().build();
    private int functions;

    private StrippedModule(int[] keptBodies) {
        this.keptBodies = keptBodies;
    }

    /// @param keptBodies the positions that the bodies of the stripped module had before, in ascending order
    static WasmModule parse(Slice stripped, int[] keptBodies) {
        StrippedModule module = new StrippedModule(keptBodies);
        Parser.builder().withValidation(false).build().parse(
                new ByteArrayInputStream(stripped.array(), stripped.offset(), stripped.length()), module::add);
        return module.build();
    }

    private void add(Section section) {
        switch (section) {
            case TypeSection s -> builder.setTypeSection(s);
            case ImportSection s -> builder.setImportSection(s);
            case FunctionSection s -> {
                functions = s.functionCount();
                builder.setFunctionSection(s);
            }
            case TableSection s -> builder.setTableSection(s);
            case MemorySection s -> builder.setMemorySection(s);
            case GlobalSection s -> builder.setGlobalSection(s);
            case ExportSection s -> builder.setExportSection(s);
            case StartSection s -> builder.setStartSection(s);
            case ElementSection s -> builder.setElementSection(s);
            case CodeSection s -> kept = s;
            case DataSection s -> builder.setDataSection(s);
            case DataCountSection s -> builder.setDataCountSection(s);
            case TagSection s -> builder.setTagSection(s);
            default -> throw new IllegalStateException("unexpected section " + section.sectionId());
        }
    }

    private WasmModule build() {
        CodeSection.Builder code = CodeSection.builder();
        int next = 0;
        for (int i = 0; i < functions; i++) {
            boolean isKept = next < keptBodies.length && keptBodies[next] == i;
            code.addFunctionBody(isKept ? kept.getFunctionBody(next++) : COMPILED);
        }
        return builder.setCodeSection(code.build()).build();
    }
}
