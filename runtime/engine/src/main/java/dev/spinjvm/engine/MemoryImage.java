package dev.spinjvm.engine;

/// The contents of a memory at one moment; never written, so that stores may share the bytes.
final class MemoryImage {

    private final byte[] bytes;

    MemoryImage(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
