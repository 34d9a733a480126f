package dev.spinjvm.bench;

import dev.spinjvm.component.Component;
import dev.spinjvm.component.ComponentFunction;
import dev.spinjvm.component.LinkException;
import dev.spinjvm.component.Linker;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.binary.MalformedComponentException;
import dev.spinjvm.component.validation.InvalidComponentException;
import dev.spinjvm.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/// A script in an interpreter that is itself a guest, as a peer of a side-by-side run: a component without imports whose
/// function `run` takes a number of rounds and returns a checksum.
///
/// ```
/// ScriptLoop WASM ROUNDS WARM-UP-MS SAMPLES    prints median, least and first milliseconds of CPU time, and the checksum
/// ```
public final class ScriptLoop {

    private ScriptLoop() {}

    public static void main(String[] args)
            throws IOException, MalformedComponentException, InvalidComponentException, LinkException {
        try (Engine engine = Engine.builder().build()) {
            Component component = Component.load(engine, Files.readAllBytes(Path.of(args[0])));
            ComponentFunction run = new Linker().prepare(component).instantiate(new Store()).function(null, "run");
            long rounds = Long.parseLong(args[1]);
            IntSupplier work = () -> run.call(rounds) instanceof Long sum ? sum.intValue() : 0;
            System.out.println(CpuTimes.measure(work, Double.parseDouble(args[2]), Integer.parseInt(args[3])).line());
        }
    }
}
