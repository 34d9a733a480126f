package dev.spinjvm.engine;

import dev.spinjvm.engine.CompiledCode.Slice;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/// Defines the classes of one module when they are first needed: a guest touches few of its functions at start.
final class GuestClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Map<String, Slice> classes;

    GuestClassLoader(Map<String, Slice> classes) {
        super("guest", Machine.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Slice slice = classes.get(name);
        if (slice == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, slice.array(), slice.offset(), slice.length());
    }

    /// The maker of machines, of type `(Instance) -> Machine`.
    MethodHandle machines(String mainClass) throws ReflectiveOperationException {
        Class<?> main = Class.forName(mainClass, true, this);
        // Initialised here, see Preload.
        support(mainClass);
        return MethodHandles.publicLookup()
                .findConstructor(main, MethodType.methodType(void.class, Instance.class))
                .asType(MethodType.methodType(Machine.class, Instance.class));
    }

    private Class<?> support(String mainClass) throws ClassNotFoundException {
        return Class.forName(mainClass + "Shaded", true, this);
    }

    /// The field by which [Pacer] asks this module's guests to look up.
    VarHandle poll(String mainClass) throws ReflectiveOperationException {
        Class<?> support = support(mainClass);
        return MethodHandles.privateLookupIn(support, MethodHandles.lookup())
                .findStaticVarHandle(support, Pacer.FIELD, int.class);
    }

    /// Verifies every class, so that a fault of the compiler shows now and not in a request.
    void linkAll() throws ReflectiveOperationException {
        for (String name : classes.keySet()) {
            Class.forName(name, true, this);
        }
    }
}
