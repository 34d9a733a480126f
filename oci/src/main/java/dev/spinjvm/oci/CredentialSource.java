package dev.spinjvm.oci;

import java.util.Optional;

/// Where credentials come from.
@FunctionalInterface
public interface CredentialSource {
    /// No credentials at all.
    CredentialSource NONE = (_, _) -> Optional.empty();

    /// The credential for a repository. Called seldom; may start processes.
    ///
    /// @param registry host and port as in a [Reference]
    /// @param repository the repository's name, empty for the registry as a whole
    Optional<Found> find(String registry, String repository);

    /// A credential.
    ///
    /// @param origin where it was found, for messages
    record Found(Credential credential, String origin) {}
}
