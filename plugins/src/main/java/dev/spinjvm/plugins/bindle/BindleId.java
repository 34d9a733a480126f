package dev.spinjvm.plugins.bindle;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import dev.spinjvm.loader.versions.SemVersion;
import dev.spinjvm.oci.Digest;

/// What names a bindle: `NAME/VERSION`, where the name may have slashes of its own and the version is a semantic one.
///
/// @param name letters, digits and `_-./`
/// @param version a semantic version, build metadata included
public record BindleId(String name, String version) {
    private static final String PREFIX = "bindle:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");

    /// @throws BindleException if either part is none
    public BindleId {
        if (!NAME.matcher(name).matches() || name.equals("..") || name.startsWith("../") || name.contains("/../") || name.endsWith("/..")) {
            throw new BindleException("Invalid bindle name '" + name + "': it is made of letters, digits and the characters _ - . /");
        }
        if (SemVersion.parse(version).isEmpty()) {
            throw new BindleException("Version " + version + " is not a valid semantic version (e.g. 1.2.3)");
        }
    }

    /// Reads `NAME/VERSION` or `bindle:NAME/VERSION`.
    ///
    /// @throws BindleException if it is neither
    public static BindleId parse(String text) {
        String id = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int slash = id.lastIndexOf('/');
        if (slash <= 0 || slash == id.length() - 1) {
            throw new BindleException("Invalid bindle ID '" + text + "'. A bindle ID should be NAME/VERSION");
        }
        return new BindleId(id.substring(0, slash), id.substring(slash + 1));
    }

    /// The name of the folder that holds the bindle in a standalone form: the SHA-256 of the id, in hex.
    public String folder() {
        return Digest.ofSha256(toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
