package dev.spinjvm.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// The modules beside the tests, and short ways to use them.
final class Fixtures {

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name + ".wasm")) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CoreInstance instance(Engine engine, String name, Extern... imports) {
        return engine.compile(bytes(name)).instantiate(List.of(imports));
    }

    static CoreFunction function(CoreInstance instance, String name) {
        if (instance.export(name) instanceof CoreFunction function) {
            return function;
        }
        throw new IllegalArgumentException("no function " + name);
    }

    static long[] call(CoreInstance instance, String name, long... args) {
        return function(instance, name).invoke(args);
    }

    /// The only result.
    static long value(CoreInstance instance, String name, long... args) {
        long[] results = call(instance, name, args);
        if (results.length != 1) {
            throw new IllegalStateException(results.length + " results");
        }
        return results[0];
    }

    static Extern export(CoreInstance instance, String name) {
        Extern extern = instance.export(name);
        if (extern == null) {
            throw new IllegalArgumentException("no export " + name);
        }
        return extern;
    }
}
