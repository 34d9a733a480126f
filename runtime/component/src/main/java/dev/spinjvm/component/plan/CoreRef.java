package dev.spinjvm.component.plan;

/// Where a core definition will be found in an instance.
sealed interface CoreRef {

    /// An export of a core instance.
    record Export(int instance, String name) implements CoreRef {}

    /// A core function made by a canonical definition.
    record Made(int slot) implements CoreRef {}
}
