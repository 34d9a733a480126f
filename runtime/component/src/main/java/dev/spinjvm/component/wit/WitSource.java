package dev.spinjvm.component.wit;

/// One WIT file.
///
/// @param name its path with `/` separators; files of one folder belong to one package, of which only one file need
///     carry the `package` clause
public record WitSource(String name, String text) {

    String folder() {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
