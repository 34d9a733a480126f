package dev.spinjvm.engine;

import dev.spinjvm.engine.StoredModule.Part;
import dev.spinjvm.engine.guest.GuestInstance;
import dev.spinjvm.engine.guest.ModuleClassLoader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defines the classes of one module when they are first needed: a guest touches few of its functions at start.
final class GuestClasses extends ModuleClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final int CLASSES_AT_A_TIME = 4;

    private final StoredModule stored;
    private final int[] typeIds;

    GuestClasses(StoredModule stored, int[] typeIds) {
        super("guest", GuestInstance.class.getClassLoader());
        this.stored = stored;
        this.typeIds = typeIds;
    }

    @Override
    protected int typeId(int index) {
        return typeIds[index];
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Part part = stored.classes().get(name);
        if (part == null) {
            throw new ClassNotFoundException(name);
        }
        @Nullable
        ProtectionDomain ofTheLoader = null;
        return defineClass(name, part.of(stored.bytes()), ofTheLoader);
    }

    /// The maker of instances, of type `() -> GuestInstance`.
    MethodHandle instances() throws ReflectiveOperationException {
        return MethodHandles.publicLookup().findConstructor(main(), MethodType.methodType(void.class))
                .asType(MethodType.methodType(GuestInstance.class));
    }

    /// Initialised now, see [Preload].
    private Class<?> main() throws ClassNotFoundException {
        return Class.forName(stored.instanceClass(), true, this);
    }

    /// The field by which [Pacer] asks this module's guests to look up.
    VarHandle poll() throws ReflectiveOperationException {
        Class<?> main = main();
        return MethodHandles.privateLookupIn(main, MethodHandles.lookup()).findStaticVarHandle(main, Pacer.FIELD,
                int.class);
    }

    /// Verifies every class, so that a fault of the compiler shows now and not in a request.
    void linkAll() {
        List<String> names = List.copyOf(stored.classes().keySet());
        Workers.run(names.size(), CLASSES_AT_A_TIME, i -> {
            try {
                Class.forName(names.get(i), true, this);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
