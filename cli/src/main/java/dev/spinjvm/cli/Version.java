package dev.spinjvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// The version of this build.
///
/// @param number semantic version
/// @param commit abbreviated commit, or `unknown`
/// @param date day of the commit, or `unknown`
/// @param branch of the commit, or `unknown`
record Version(String number, String commit, String date, String branch) {
    static Version ofThisBuild() {
        Properties properties = new Properties();
        try (InputStream stream = Objects.requireNonNull(Version.class.getResourceAsStream("build.properties"))) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(known(properties, "version"), known(properties, "commit"), known(properties, "date"), known(properties,
                "branch"));
    }

    /// `4.1.0-pre0 (2be4034 2026-03-31)`
    @Override
    public String toString() {
        return number + " (" + commit + " " + date + ")";
    }

    // A build without history leaves the placeholder standing.
    private static String known(Properties properties, String key) {
        String value = properties.getProperty(key, "");
        return value.isEmpty() || value.startsWith("${") ? "unknown" : value;
    }
}
