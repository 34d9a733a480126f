package dev.spinjvm.loader;

/// Gets code that lies somewhere else onto this machine. Safe for use by several threads.
@FunctionalInterface
public interface SourceFetcher {
    /// Makes sure that the code is here. Everything in the result has been compared with its digest.
    ///
    /// @throws LoadException or `RegistryException` with the reason
    FetchedSource fetch(RemoteSource source);
}
