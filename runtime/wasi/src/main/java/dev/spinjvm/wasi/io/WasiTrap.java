package dev.spinjvm.wasi.io;

/// A guest broke a rule that a WASI interface punishes with a trap. Ends the guest: thrown out of a host function it
/// unwinds the guest's frames and locks its instance down.
public final class WasiTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WasiTrap(String message) {
        super(message);
    }
}
