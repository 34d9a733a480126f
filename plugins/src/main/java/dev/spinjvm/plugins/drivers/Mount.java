package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.NearFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A file or folder of the host that whoever runs an application gives to all of its components (`--mount`).
///
/// @param host absolute
/// @param guest the name under which components find it: absolute, no `.` or `..` in it, no slash at its end
/// @param writable whether they may change it
public record Mount(Path host, String guest, boolean writable) {
    private static final String FORM = "HOST:GUEST, HOST:GUEST:ro or HOST:GUEST:rw";

    /// Reads `HOST:GUEST[:ro|rw]`; without a mode nothing can be changed. Nothing is looked up.
    ///
    /// @param here what a relative HOST is relative to
    /// @throws IllegalArgumentException with what is wrong
    public static Mount parse(String text, Path here) {
        String rest = text;
        boolean writable = false;
        int colon = rest.lastIndexOf(':');
        String last = rest.substring(colon + 1);
        if (colon >= 0 && !last.contains("/")) {
            if (!last.equals("ro") && !last.equals("rw")) {
                throw wrong(text, rest.indexOf(':') == colon
                        ? "the path of the guest must begin with a slash, such as `/data`"
                        : "the mode is `ro` or `rw`, not `" + last + "`");
            }
            writable = last.equals("rw");
            rest = rest.substring(0, colon);
            colon = rest.lastIndexOf(':');
        }
        if (colon <= 0) {
            throw wrong(text, "it must be " + FORM);
        }
        return new Mount(here.resolve(rest.substring(0, colon)).normalize(), guest(text, rest.substring(colon + 1)), writable);
    }

    private static String guest(String text, String path) {
        if (!path.startsWith("/")) {
            throw wrong(text, "the path of the guest must begin with a slash, such as `/data`");
        }
        List<String> names = Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
        if (names.contains(".") || names.contains("..") || path.indexOf('\0') >= 0) {
            throw wrong(text, "the path of the guest must have no `.` and no `..`");
        }
        return "/" + String.join("/", names);
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("invalid value '" + text + "' for '--mount': " + why);
    }

    /// Refuses mounts of what is not there, and two at one place.
    ///
    /// @throws DriverException naming the first
    public static void check(List<Mount> mounts) {
        Set<String> guests = new HashSet<>();
        for (Mount mount : mounts) {
            if (!Files.exists(mount.host)) {
                String near = NearFiles.closest(mount.host);
                throw new DriverException("There is no file or folder '" + mount.host + "' to mount at '" + mount.guest + "'"
                        + (near == null ? "" : "; did you mean '" + mount.host.resolveSibling(near) + "'?"));
            }
            if (!Files.isDirectory(mount.host) && !Files.isRegularFile(mount.host)) {
                throw new DriverException("'" + mount.host + "' is neither a file nor a folder, and cannot be mounted");
            }
            if (!guests.add(mount.guest)) {
                throw new DriverException("'" + mount.guest + "' is the place of two mounts");
            }
        }
    }

    /// `ro` or `rw`.
    public String mode() {
        return writable ? "rw" : "ro";
    }
}
