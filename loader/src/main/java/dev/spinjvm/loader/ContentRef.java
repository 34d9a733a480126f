package dev.spinjvm.loader;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

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

    /// The local file or directory that `source` names, if it is a `file:` URL.
    ///
    /// @throws LoadException if the URL is a `file:` URL that names no local path
    public Optional<Path> file() {
        return source == null || !source.startsWith("file:") ? Optional.empty() : Optional.of(FileUrls.toPath(source));
    }

    /// The inline content, decoded.
    public Optional<byte[]> inline() {
        return Optional.ofNullable(inlineBase64).map(Base64.getDecoder()::decode);
    }
}
