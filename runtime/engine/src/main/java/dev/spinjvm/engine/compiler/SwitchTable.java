package dev.spinjvm.engine.compiler;

import dev.spinjvm.engine.compiler.Assembler.Label;
import java.util.LinkedHashMap;
import java.util.Map;

/// Switches with more targets than a method has room for: most of them go to the same few labels, so a string tells for
/// each index which one.
final class SwitchTable {

    /// A switch takes four bytes for each target, of which there are 65,535.
    static final int LONG = 2000;

    private SwitchTable() {}

    /// Pops an int and goes to the label at that position, or to the last one.
    static void write(Assembler asm, Label[] labels) {
        Label otherwise = labels[labels.length - 1];
        Map<Label, Integer> numbers = new LinkedHashMap<>();
        StringBuilder table = new StringBuilder(labels.length);
        int bytes = 0;
        for (int i = 0; i < labels.length - 1; i++) {
            // Zero and what looks like half a surrogate pair have no place in a constant.
            int number = numbers.computeIfAbsent(labels[i], _ -> numbers.size() + 1);
            bytes += number < 0x80 ? 1 : number < 0x800 ? 2 : 3;
            table.append((char) number);
        }
        if (bytes > 0xffff || numbers.size() > LONG) {
            throw new TooLargeException("a switch of " + labels.length + " targets");
        }
        asm.loadString(table.toString());
        asm.constInt(0);
        asm.invokeStatic(Names.NUMERIC, "choose", "(ILjava/lang/String;I)I");
        asm.tableSwitch(1, numbers.keySet().toArray(new Label[0]), otherwise);
    }
}
