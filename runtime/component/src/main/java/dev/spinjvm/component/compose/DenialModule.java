package dev.spinjvm.component.compose;

import dev.spinjvm.component.world.FunctionItem;
import dev.spinjvm.component.world.WitType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Writes a core module whose functions answer that they are denied. Results lie in its memory from the start; arguments are
/// put behind them, and forgotten after each call.
final class DenialModule {
    static final String MEMORY = "memory";
    static final String REALLOC = "realloc";
    private static final int PAGE = 65_536;
    private static final int BASE = 16;
    private static final int MAX_ALIGNMENT = 8;

    private final List<Out> types = new ArrayList<>();
    private final List<Out> bodies = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();

    /// Adds a function, exported under that name, and one that is called after it.
    void add(String name, FunctionItem function, Denial denial) {
        FlatTypes.Signature signature = FlatTypes.signature(function);
        method(name, signature.params(), signature.results(), body(function, signature, denial));
        method(afterwards(name), signature.results(), List.of(), new Out().u8(0x41).s33(heap()).u8(0x24, 0x00));
    }

    /// The name of the function that is called after one.
    static String afterwards(String name) {
        return "post-" + name;
    }

    private void method(String name, List<Integer> params, List<Integer> results, Out code) {
        Out type = new Out().u8(0x60).u32(params.size());
        params.forEach(type::u8);
        type.u32(results.size());
        results.forEach(type::u8);
        names.add(name);
        types.add(type);
        bodies.add(code);
    }

    private Out body(FunctionItem function, FlatTypes.Signature signature, Denial denial) {
        WitType result = function.result();
        if (denial instanceof Denial.Trap || result == null || FlatTypes.resolved(result) instanceof WitType.OwnType) {
            return new Out().u8(0x00);
        }
        if (FlatTypes.flatten(result).size() == 1) {
            return signature.results().getFirst() == FlatTypes.I32 ? new Out().u8(0x41, 0x00) : new Out().u8(0x00);
        }
        int at = BASE + image.size();
        DenialImage answer = DenialImage.of(denial, result, at);
        image.writeBytes(answer.bytes());
        while (image.size() % MAX_ALIGNMENT != 0) {
            image.write(0);
        }
        Out code = new Out();
        if (answer.argument() >= 0) {
            for (int i = 0; i < 2; i++) {
                code.u8(0x41).s33(at).u8(0x20, i).u8(0x36, 0x02).u32(answer.argument() + 4 * i);
            }
        }
        return code.u8(0x41).s33(at);
    }

    /// Where arguments are put. The whole image is known only at the end, so there is a page for it.
    private static int heap() {
        return PAGE;
    }

    Out write() {
        if (BASE + image.size() > PAGE) {
            throw new NotComposable("its denials are too large");
        }
        int functions = names.size();
        Out module = new Out().u8(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
        Out typeSection = new Out().u32(functions + 1);
        types.forEach(type -> typeSection.raw(type.toByteArray()));
        typeSection.u8(0x60, 0x04, 0x7f, 0x7f, 0x7f, 0x7f, 0x01, 0x7f);
        Out functionSection = new Out().u32(functions + 1);
        Out exports = new Out().u32(functions + 2);
        Out code = new Out().u32(functions + 1);
        for (int i = 0; i < functions; i++) {
            functionSection.u32(i);
            exports.name(names.get(i)).u8(0x00).u32(i);
            code.sized(new Out().u8(0x00).raw(bodies.get(i).toByteArray()).u8(0x0b));
        }
        functionSection.u32(functions);
        exports.name(REALLOC).u8(0x00).u32(functions).name(MEMORY).u8(0x02, 0x00);
        code.sized(new Out().u8(0x01, 0x01, 0x7f).raw(realloc().toByteArray()).u8(0x0b));
        return module.u8(1).sized(typeSection) //
                .u8(3).sized(functionSection) //
                .u8(5).sized(new Out().u8(0x01, 0x00, 0x01)) //
                .u8(6).sized(new Out().u8(0x01, 0x7f, 0x01, 0x41).s33(heap()).u8(0x0b)) //
                .u8(7).sized(exports) //
                .u8(10).sized(code) //
                .u8(11).sized(new Out().u8(0x01, 0x00, 0x41).s33(BASE).u8(0x0b).u32(image.size()).raw(image.toByteArray()));
    }

    /// `realloc(old, old-size, alignment, new-size)`: takes what comes next, and copies what was there. Local 4 is the result.
    private static Out realloc() {
        return new Out() //
                .u8(0x23, 0x00, 0x20, 0x02, 0x6a, 0x41, 0x01, 0x6b) // top + alignment - 1
                .u8(0x41, 0x00, 0x20, 0x02, 0x6b, 0x71, 0x22, 0x04) // & -alignment, into the result
                .u8(0x20, 0x03, 0x6a, 0x24, 0x00) // top = result + size
                .u8(0x23, 0x00, 0x3f, 0x00, 0x41, 0x10, 0x74, 0x4b, 0x04, 0x40) // if top > memory.size << 16
                .u8(0x23, 0x00, 0x3f, 0x00, 0x41, 0x10, 0x74, 0x6b, 0x41, 0x10, 0x76, 0x41, 0x01, 0x6a) // pages that are missing
                .u8(0x40, 0x00, 0x41, 0x7f, 0x46, 0x04, 0x40, 0x00, 0x0b, 0x0b) // memory.grow, or trap
                .u8(0x20, 0x04, 0x20, 0x00) // copy from old to the result
                .u8(0x20, 0x01, 0x20, 0x03, 0x20, 0x01, 0x20, 0x03, 0x49, 0x1b) // the smaller of both sizes
                .u8(0xfc, 0x0a, 0x00, 0x00, 0x20, 0x04);
    }
}
