package dev.spinjvm.engine.guest;

/// What the classes of a compiled module learn from their loader while they are initialised.
public abstract class ModuleClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    protected ModuleClassLoader(String name, ClassLoader parent) {
        super(name, parent);
    }

    /// The engine-wide number of the module's function type `index`.
    protected abstract int typeId(int index);

    /// Asked by the module's class initialiser.
    public static int typeId(Class<?> asking, int index) {
        if (asking.getClassLoader() instanceof ModuleClassLoader loader) {
            return loader.typeId(index);
        }
        throw new IllegalStateException(asking + " is no compiled module");
    }
}
