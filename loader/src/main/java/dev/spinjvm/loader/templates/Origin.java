package dev.spinjvm.loader.templates;

/// Where a template came from.
public sealed interface Origin {
    /// A repository of git.
    record Git(String url) implements Origin {}

    /// A folder of this machine.
    record Folder(String path) implements Origin {}

    /// A packed archive.
    record Archive(String url) implements Origin {}

    /// This program.
    record BuiltIn() implements Origin {}

    /// It was not noted.
    record Unknown() implements Origin {}

    /// For people; empty if it is not known.
    default String describe() {
        return switch (this) {
            case Git(String url) -> url;
            case Folder(String path) -> path;
            case Archive(String url) -> url;
            case BuiltIn _ -> "(built in)";
            case Unknown _ -> "";
        };
    }
}
