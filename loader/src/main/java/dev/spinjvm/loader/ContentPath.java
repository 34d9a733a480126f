package dev.spinjvm.loader;

/// Files given to a component.
///
/// @param content a file or directory
/// @param path where the guest sees it
public record ContentPath(ContentRef content, String path) {}
