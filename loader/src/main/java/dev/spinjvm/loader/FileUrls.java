package dev.spinjvm.loader;

import java.net.URI;
import java.nio.file.Path;

/// `file:` URLs of the locked application: `file:///absolute/path`, percent-encoded, never with a slash at the end.
final class FileUrls {
    private FileUrls() {}

    static String toUrl(Path path) {
        String url = path.toAbsolutePath().normalize().toUri().toString();
        // Path::toUri adds a slash when a directory exists at the path; the same path must always give the same URL.
        return url.endsWith("/") && url.length() > "file:///".length() ? url.substring(0, url.length() - 1) : url;
    }

    static Path toPath(String url) {
        try {
            return Path.of(URI.create(url));
        } catch (IllegalArgumentException _) {
            throw new LoadException("'" + url + "' is not a URL of a local file");
        }
    }
}
