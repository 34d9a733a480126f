package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.FuncType;

/// A method with the parameters of a function type, perhaps one more, and the instance, that passes them on.
final class StubCode extends StackCode {

    private final Kind[] parameters;
    private final Kind[] results;
    private final boolean wide;
    /// The slot of the additional parameter.
    final int extra;

    StubCode(ModuleLayout layout, int type, ConstantPool pool, Kind... more) {
        super(layout, new Assembler(pool), locals(layout, type, more));
        FuncType signature = layout.module.types().get(type);
        this.parameters = Kind.of(signature.params());
        this.results = Kind.of(signature.results());
        this.wide = layout.isWide(type);
        this.extra = locals.instance - 1;
        asm.begin(locals.parameters, locals.all);
    }

    private static MethodLocals locals(ModuleLayout layout, int type, Kind[] more) {
        Kind[] given = layout.isWide(type) ? new Kind[0] : Kind.of(layout.module.types().get(type).params());
        Kind[] all = java.util.Arrays.copyOf(given, given.length + more.length);
        System.arraycopy(more, 0, all, given.length, more.length);
        return MethodLocals.of(all, new int[0], new int[0], new Kind[0], false, false, false);
    }

    /// Pushes the parameters, unless they lie in transfer fields anyway.
    void loadArguments() {
        if (wide) {
            return;
        }
        int slot = 0;
        for (Kind kind : parameters) {
            asm.load(kind, slot);
            slot += kind.slots;
        }
    }

    /// Copies the parameters to the instance's arrays.
    void argumentsToArrays() {
        int slot = 0;
        int[] ordinals = ordinals(parameters);
        for (int i = 0; i < parameters.length; i++) {
            loadInstance();
            ArrayCode.beginStore(asm, parameters[i], i);
            if (wide) {
                loadTransfer(parameters[i], ordinals[i]);
            } else {
                asm.load(parameters[i], slot);
                slot += parameters[i].slots;
            }
            ArrayCode.endStore(asm, parameters[i]);
        }
    }

    /// Calls the function reference on the stack with the instance's arrays, and returns what it leaves there.
    void callOut() {
        loadInstance();
        asm.getField(Names.MODULE, "words", "[J");
        loadInstance();
        asm.getField(Names.MODULE, "references", "[Ljava/lang/Object;");
        asm.invokeVirtual(Names.FUNCTION, "call", SupportClasses.callDescriptor());
        resultsFromArrays();
        giveBack();
    }

    /// Pushes the result in the instance's arrays, or moves several to the transfer fields.
    void resultsFromArrays() {
        int[] ordinals = ordinals(results);
        for (int i = 0; i < results.length; i++) {
            loadInstance();
            ArrayCode.load(asm, results[i], i);
            if (results.length > 1) {
                storeTransfer(results[i], ordinals[i]);
            }
        }
    }

    /// Returns the result on the stack; several lie in the transfer fields.
    void giveBack() {
        if (results.length == 1) {
            asm.returnValue(results[0]);
        } else {
            asm.returnVoid();
        }
    }
}
