package dev.spinjvm.engine.guest;

/// What the classes of a compiled module learn from their loader while they are initialised.
public abstract class ModuleClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    /// The name of a class that does not exist. Guests fail to load it on purpose.
    public static final String NO_CLASS = "guest.NoClass";

    protected ModuleClassLoader(String name, ClassLoader parent) {
        super(name, parent);
    }

    /// Searches for it nowhere.
    @Override
    protected final Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(NO_CLASS)) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
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
