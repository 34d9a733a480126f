package dev.spinjvm.loader;

/// The Wasm code of a locked component.
///
/// @param contentType the media type, `application/wasm`
/// @param content where it is
public record ComponentSource(String contentType, ContentRef content) {
    public static final String WASM = "application/wasm";
}
