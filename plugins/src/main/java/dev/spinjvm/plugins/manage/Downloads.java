package dev.spinjvm.plugins.manage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Gets files over HTTP.
public interface Downloads {
    /// Gets what is at an address, redirects followed.
    ///
    /// @param url `http:` or `https:`
    /// @param authorization the whole value of that header, for the origin of `url` only
    /// @param file is written if the answer is a success
    /// @param limit how many bytes it may have
    /// @return the status of the answer
    /// @throws IOException also if there are more bytes, or if nothing comes for long
    int fetch(URI url, @Nullable String authorization, Path file, long limit) throws IOException;

    /// A download that is a success, or an exception that says what else it is.
    default void require(URI url, @Nullable String authorization, Path file, long limit) throws IOException {
        int status = fetch(url, authorization, file, limit);
        if (status / 100 != 2) {
            throw new IOException("HTTP status " + (status / 100 == 4 ? "client" : "server") + " error (" + HttpStatus.text(status)
                    + ") for url ("
                    + url + ")");
        }
    }
}
