package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ReferenceException;
import org.jspecify.annotations.Nullable;

/// Where a piece of content of a locked application is. At least one of the three is present.
///
/// @param source a URL
/// @param inlineBase64 the content itself, base64 without padding
/// @param digest `sha256:…`, which the content must have
public record ContentRef(@Nullable String source, @Nullable String inlineBase64, @Nullable String digest) {
    /// Content in a local file or directory.
    public static ContentRef ofFile(Path file) {
        return new ContentRef(FileUrls.toUrl(file), null, null);
    }

    /// Content of a registry, found by its digest.
    static ContentRef ofDigest(Digest digest) {
        return new ContentRef(null, null, digest.toString());
    }

    /// The digest, checked.
    ///
    /// @throws LoadException if there is none or it is no digest
    Digest requiredDigest() {
        if (digest == null) {
            throw new LoadException("not a valid locked application of a registry: content without a digest");
        }
        try {
            return Digest.parse(digest);
        } catch (ReferenceException e) {
            throw new LoadException("not a valid locked application: " + e.getMessage());
        }
    }

    /// The local file or directory that `source` names, if it is a `file:` URL.
    ///
    /// @throws LoadException if the URL is a `file:` URL that names no local path
    public Optional<Path> file() {
        return source == null || !source.startsWith("file:") ? Optional.empty() : Optional.of(FileUrls.toPath(source));
    }

    /// The local file or directory.
    ///
    /// @throws LoadException if the content is elsewhere
    public Path requiredFile() {
        return file().orElseThrow(() -> new LoadException("content of the application is not in a local file: " + this));
    }

    /// The inline content, decoded.
    public Optional<byte[]> inline() {
        return Optional.ofNullable(inlineBase64).map(Base64.getDecoder()::decode);
    }
}
