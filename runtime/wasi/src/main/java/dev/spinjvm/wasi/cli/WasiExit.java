package dev.spinjvm.wasi.cli;

/// The guest ended itself through `wasi:cli/exit`. Unwinds it without running any more of its code; whoever called the
/// guest treats it as the answer, not as a fault. Carries no stack trace.
public final class WasiExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param code 0 to 255; 0 is success
    public WasiExit(int code) {
        super("exit with code " + code, null, false, false);
        this.code = code;
    }

    /// The exit code, 0 to 255.
    public int code() {
        return code;
    }
}
