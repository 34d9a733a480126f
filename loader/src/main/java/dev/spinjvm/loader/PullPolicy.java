package dev.spinjvm.loader;

/// When a registry is asked for the manifest of a reference. One that names a digest is asked only for what is missing, always.
public enum PullPolicy {
    ALWAYS,
    /// Only for references that are not in the cache.
    MISSING,
    /// Not even then.
    NEVER
}
