package dev.spinjvm.plugins.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a cluster is reached, and who asks it.
///
/// @param context what the user calls it
/// @param server the root of its API, with a slash at its end
/// @param namespace where resources are, unless another one is named
/// @param authorities certificates that are trusted, as PEM; `null` for those this machine trusts
/// @param insecure whether the server may be anybody
/// @param proxy what requests go through; `null` for what the environment says
/// @param certificate identifies whoever asks
public record ClusterAccess(String context, URI server, String namespace, byte @Nullable [] authorities, boolean insecure,
        @Nullable URI proxy, @Nullable ClientCertificate certificate, Identity identity, Impersonated impersonated) {

    /// A certificate chain and its key, as PEM.
    public record ClientCertificate(byte[] chain, byte[] key) {
        @Override
        public String toString() {
            return "ClientCertificate";
        }
    }

    /// What is said of whoever asks, beside a certificate.
    public sealed interface Identity {}

    public record Nobody() implements Identity {}

    public record Token(String token) implements Identity {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /// @param file read anew for each request, since such tokens are exchanged
    public record TokenFile(Path file) implements Identity {}

    public record Password(String user, String password) implements Identity {
        @Override
        public String toString() {
            return "Password[" + user + "]";
        }
    }

    /// A program that gives credentials.
    ///
    /// @param version of what it prints
    /// @param folder where a relative path of it begins
    /// @param hint how to install it, or an empty text
    /// @param cluster what it is told of the cluster; empty for nothing
    public record Plugin(String version, String command, List<String> arguments, Map<String, String> variables, Path folder, String hint,
            Map<String, Object> cluster) implements Identity {}

    /// In whose name is asked.
    ///
    /// @param user empty for nobody else
    public record Impersonated(String user, List<String> groups) {
        static final Impersonated NOBODY = new Impersonated("", List.of());
    }
}
