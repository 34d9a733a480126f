package dev.spinjvm.loader.targets;

import java.net.URI;
import java.util.Optional;

/// Gets small documents from web servers.
@FunctionalInterface
public interface Documents {
    /// The document at an address, if there is one.
    ///
    /// @param limit the most bytes that are accepted
    /// @throws dev.spinjvm.loader.LoadException or `RegistryException` if the server cannot be asked, or answers something else
    Optional<byte[]> document(URI uri, int limit);
}
