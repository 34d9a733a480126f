package dev.spinjvm.wasi.http;

import java.util.concurrent.Future;

/// Runs a task after the moment for which the first bytes of a body may be held back.
@FunctionalInterface
interface Delay {
    Future<?> run(Runnable task);
}
