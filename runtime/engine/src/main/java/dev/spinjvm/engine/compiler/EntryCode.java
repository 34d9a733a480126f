package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;
import dev.spinjvm.engine.compiler.Assembler.Label;

/// A method `(int entry, long[] words, Object[] references, Module instance)` that calls functions with arguments and
/// results in the arrays.
final class EntryCode extends StackCode {

    private static final int WORDS = 1;
    private static final int REFERENCES = 2;

    EntryCode(ModuleLayout layout, ConstantPool pool) {
        super(layout, new Assembler(pool), MethodLocals.of(new Kind[]{Kind.INT, Kind.WORDS, Kind.OBJECTS}, new int[0],
                new int[0], new Kind[0], false, false, false));
        asm.begin(locals.parameters, locals.all);
    }

    /// Calls function `index` and returns.
    ///
    /// @param tail whether a tail call that the function ends with is left to the caller
    void enter(int index, boolean tail) {
        int type = layout.module.functions()[index];
        FuncType signature = layout.module.types().get(type);
        Kind[] parameters = Kind.of(signature.params());
        int[] ordinals = ordinals(parameters);
        boolean wide = layout.isWide(type);
        for (int i = 0; i < parameters.length; i++) {
            loadArray(parameters[i]);
            ArrayCode.element(asm, parameters[i], i);
            if (wide) {
                storeTransfer(parameters[i], ordinals[i]);
            }
        }
        loadInstance();
        boolean body = tail && layout.scan(index).hasTailCalls;
        asm.invokeStatic(layout.className(index),
                body ? ModuleLayout.tailBodyName(index) : ModuleLayout.methodName(index), layout.descriptor(type));
        Kind[] results = Kind.of(signature.results());
        if (results.length == 1) {
            asm.store(results[0], locals.end);
        }
        if (body) {
            leaveIfTail(results);
        }
        storeResults(results);
        asm.returnVoid();
    }

    /// The arrays may be those that hold the tail call's arguments, so they are not touched if there is one.
    private void leaveIfTail(Kind[] results) {
        Label done = new Label();
        if (results.length == 1) {
            asm.load(results[0], locals.end);
        }
        loadInstance();
        asm.getField(Names.MODULE, "tail", Names.type(Names.FUNCTION));
        asm.jump(198, 1, done);
        asm.returnVoid();
        asm.bind(done, results.length == 1 ? results : new Kind[0]);
        if (results.length == 1) {
            asm.store(results[0], locals.end);
        }
    }

    private void storeResults(Kind[] results) {
        int[] ordinals = ordinals(results);
        for (int i = 0; i < results.length; i++) {
            loadArray(results[i]);
            asm.constInt(i);
            if (results.length == 1) {
                asm.load(results[0], locals.end);
            } else {
                loadTransfer(results[i], ordinals[i]);
            }
            ArrayCode.endStore(asm, results[i]);
        }
    }

    private void loadArray(Kind kind) {
        if (ArrayCode.isWord(kind)) {
            asm.load(Kind.WORDS, WORDS);
        } else {
            asm.load(Kind.OBJECTS, REFERENCES);
        }
    }
}
