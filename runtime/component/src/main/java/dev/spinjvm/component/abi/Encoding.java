package dev.spinjvm.component.abi;

/// How strings lie in the memory of one side of a call (CanonicalABI.md, option `string-encoding`).
public enum Encoding {
    UTF8, UTF16, LATIN1_UTF16
}
