package dev.spinjvm.oci;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Anything that went wrong with a registry. The message is a sentence for the user and never holds a secret.
public abstract sealed class RegistryException extends RuntimeException {
    private RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// What the user can do about it.
    public Optional<String> hint() {
        return Optional.empty();
    }

    /// The registry wants credentials, or others than it got.
    public static final class Unauthorized extends RegistryException {
        private final String hint;

        public Unauthorized(String message, String hint) {
            super(message, null);
            this.hint = hint;
        }

        @Override
        public Optional<String> hint() {
            return Optional.of(hint);
        }
    }

    /// The credentials are known and do not suffice.
    public static final class Denied extends RegistryException {
        public Denied(String message) {
            super(message, null);
        }
    }

    /// There is no such repository, tag, manifest or blob.
    public static final class NotFound extends RegistryException {
        public NotFound(String message) {
            super(message, null);
        }
    }

    /// Content that is not what its digest says.
    public static final class DigestMismatch extends RegistryException {
        private final Digest expected;
        private final String actual;

        public DigestMismatch(String what, Digest expected, String actual) {
            super(what + " has the wrong content: expected digest " + expected + ", got " + actual, null);
            this.expected = expected;
            this.actual = actual;
        }

        public Digest expected() {
            return expected;
        }

        public String actual() {
            return actual;
        }
    }

    /// Content that is longer or shorter than its descriptor says.
    public static final class SizeMismatch extends RegistryException {
        public SizeMismatch(String what, long expected, String actual) {
            super(what + " has the wrong size: expected " + expected + " bytes, got " + actual, null);
        }
    }

    /// An answer that does not follow the protocol.
    public static final class Malformed extends RegistryException {
        public Malformed(String message) {
            super(message, null);
        }
    }

    /// Something that the registry asked for and that is not done, because it could give secrets away or be abused.
    public static final class Refused extends RegistryException {
        private final @Nullable String hint;

        public Refused(String message) {
            this(message, null);
        }

        public Refused(String message, @Nullable String hint) {
            super(message, null);
            this.hint = hint;
        }

        @Override
        public Optional<String> hint() {
            return Optional.ofNullable(hint);
        }
    }

    /// The registry cannot be reached, does not answer in time, or says that it cannot serve now.
    public static final class Unavailable extends RegistryException {
        public Unavailable(String message) {
            super(message, null);
        }

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// A file or directory of this machine cannot be read or written.
    public static final class Local extends RegistryException {
        public Local(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
