package dev.spinjvm.component.abi;

/// A string on its way from one guest to another. How it lay in the source decides which calls of `realloc` the
/// destination sees, so that is kept.
///
/// @param source how it lay: `LATIN1_UTF16` means Latin-1, since the other half of that encoding is `UTF16`
/// @param tagged whether the source's declared encoding was `latin1+utf16`
/// @param codeUnits code units in the source
record TransferString(String value, Encoding source, boolean tagged, int codeUnits) {}
