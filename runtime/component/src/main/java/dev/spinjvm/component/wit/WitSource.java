package dev.spinjvm.component.wit;

/// One WIT file.
///
/// @param name its path with `/` separators; a file without a `package` clause belongs to the package of its folder
public record WitSource(String name, String text) {

    String folder() {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
