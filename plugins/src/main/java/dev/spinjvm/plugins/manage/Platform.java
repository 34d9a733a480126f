package dev.spinjvm.plugins.manage;

import java.util.Locale;

/// The system that programs run on, in the words of plugin manifests' users: `linux`, `macos`, `windows`; `x86_64`, `aarch64`, `arm`.
public record Platform(String os, String arch) {
    /// From the words of the JVM (`os.name`, `os.arch`).
    public static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.contains("mac") ? "macos" : name.contains("windows") ? "windows" : name;
        String arch = switch (osArch) {
            case "amd64", "x86-64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> osArch;
        };
        return new Platform(os, arch);
    }

    boolean isWindows() {
        return os.equals("windows");
    }

    /// The file that a program is in.
    String program(String name) {
        return isWindows() ? name + ".exe" : name;
    }

    /// As compilers name it, such as `x86_64-unknown-linux-gnu`.
    public String triple() {
        return switch (os) {
            case "macos" -> arch + "-apple-darwin";
            case "windows" -> arch + "-pc-windows-msvc";
            default -> arch + "-unknown-" + os + "-gnu";
        };
    }
}
