package dev.spinjvm.cli;

import org.jspecify.annotations.Nullable;

/// A class whose annotated fields can be read and written without reflection, for which the JDK makes classes anew in each process.
/// The build that prepares the program's jars has classes with such fields implement it; elsewhere nothing does, and [Parsers] reflects.
interface ReadyFields {
    /// The value of a field of this object.
    ///
    /// @param name of a field with an annotation of picocli, of its class or of one above it
    @Nullable
    Object readyField(String name);

    /// Sets a field of this object to a value of the field's type.
    void readyField(String name, @Nullable Object value);
}
