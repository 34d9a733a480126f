package dev.spinjvm.oci.http;

import java.io.IOException;
import java.util.List;

/// Finds out whether a registry on this machine speaks HTTP with or without encryption. Sends nothing that anybody could use.
final class SchemeProbe {
    private static final int BAD_REQUEST = 400;

    private SchemeProbe() {}

    /// @param plain the origin without encryption
    static Origin choose(Transport transport, Origin plain) {
        try (Answer answer = transport.send(Call.get(plain.resolve("/v2/"), List.of()), null)) {
            // What servers that expect TLS answer to anything else.
            return answer.status() == BAD_REQUEST ? encrypted(plain) : plain;
        } catch (IOException _) {
            return encrypted(plain);
        } catch (InterruptedException _) {
            throw Retry.interrupted(plain.toString());
        }
    }

    private static Origin encrypted(Origin plain) {
        return new Origin("https", plain.host(), plain.port());
    }
}
