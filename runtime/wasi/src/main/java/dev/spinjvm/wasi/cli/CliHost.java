package dev.spinjvm.wasi.cli;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.wasi.cli.CliContext.Stdio;
import dev.spinjvm.wasi.io.Waker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of the functions of `wasi:cli`, by their component-model names.
public final class CliHost {
    private CliHost() {}

    /// `wasi:cli/environment`.
    public static Map<String, HostFunction> environment() {
        return Map.of("get-environment", (store, args) -> environment(context(store)), //
                "get-arguments", (store, args) -> context(store).arguments().toArray(), //
                "initial-cwd", (store, args) -> context(store).initialCwd());
    }

    private static Object environment(CliContext context) {
        return context.environment().entrySet().stream().map(entry -> new Object[]{entry.getKey(), entry.getValue()}).toArray();
    }

    /// `wasi:cli/exit`.
    public static Map<String, HostFunction> exit() {
        return Map.of("exit", (store, args) -> {
            throw new WasiExit(args[0] instanceof Result.Ok ? 0 : 1);
        }, "exit-with-code", (store, args) -> {
            throw new WasiExit(args[0] instanceof Integer code ? code : 1);
        });
    }

    /// `wasi:cli/stdin`.
    public static Map<String, HostFunction> stdin() {
        return Map.of("get-stdin", (store, args) -> context(store).stdin().open(Waker.of(store)));
    }

    /// `wasi:cli/stdout`.
    public static Map<String, HostFunction> stdout() {
        return Map.of("get-stdout", (store, args) -> context(store).stdout().open(Waker.of(store)));
    }

    /// `wasi:cli/stderr`.
    public static Map<String, HostFunction> stderr() {
        return Map.of("get-stderr", (store, args) -> context(store).stderr().open(Waker.of(store)));
    }

    /// `wasi:cli/terminal-stdin`.
    public static Map<String, HostFunction> terminalStdin() {
        return Map.of("get-terminal-stdin", (store, args) -> terminal(store, Stdio.STDIN));
    }

    /// `wasi:cli/terminal-stdout`.
    public static Map<String, HostFunction> terminalStdout() {
        return Map.of("get-terminal-stdout", (store, args) -> terminal(store, Stdio.STDOUT));
    }

    /// `wasi:cli/terminal-stderr`.
    public static Map<String, HostFunction> terminalStderr() {
        return Map.of("get-terminal-stderr", (store, args) -> terminal(store, Stdio.STDERR));
    }

    private static @Nullable Object terminal(Store store, Stdio stream) {
        return context(store).terminals().contains(stream) ? new Terminal(stream) : null;
    }

    private static CliContext context(Store store) {
        return store.state(CliContext.class);
    }

    /// The resources `terminal-input` and `terminal-output`, which have no functions.
    private record Terminal(Stdio stream) {}
}
