package dev.spinjvm.loader.runtimeconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How components identify themselves to, and recognise, servers of TLS: an entry of `[[client_tls]]`. Of several for one component and host the
/// first counts.
///
/// @param componentIds not empty
/// @param hosts not empty; names without port
/// @param usePlatformRoots whether servers are trusted that this machine trusts
/// @param useWebpkiRoots whether servers are trusted that Mozilla trusts
/// @param rootsFile an absolute path of certificates in PEM form that are trusted
public record ClientTls(List<String> componentIds, List<String> hosts, boolean usePlatformRoots, boolean useWebpkiRoots,
        Optional<Path> rootsFile, Optional<Identity> identity) {
    public ClientTls {
        componentIds = List.copyOf(componentIds);
        hosts = List.copyOf(hosts);
    }

    /// A certificate chain and its key, absolute paths of files in PEM form.
    public record Identity(Path certificateFile, Path privateKeyFile) {}
}
