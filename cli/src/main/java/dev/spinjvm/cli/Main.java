package dev.spinjvm.cli;

/// The entry point of the process.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Process process = Process.ofThisJvm();
        int code = new Program(process).run(arguments);
        process.out().flush();
        process.err().flush();
        // Threads of a server or a guest that ignores its end must not keep a finished program alive.
        Runtime.getRuntime().halt(code);
    }
}
