package dev.spinjvm.component.world;

import org.jspecify.annotations.Nullable;

/// The name of an interface in its two parts.
///
/// @param pkg `namespace:package`, with `@version` if there is one
/// @param name the interface in it
record PackageName(String pkg, String name) {

    /// The parts of a full interface name, or null of a plain one.
    static @Nullable PackageName of(String interfaceName) {
        int slash = interfaceName.indexOf('/');
        if (slash < 0) {
            return null;
        }
        int at = interfaceName.indexOf('@', slash);
        int end = at < 0 ? interfaceName.length() : at;
        return new PackageName(interfaceName.substring(0, slash) + interfaceName.substring(end), interfaceName.substring(slash + 1, end));
    }
}
