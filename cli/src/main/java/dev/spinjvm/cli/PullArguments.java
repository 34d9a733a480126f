package dev.spinjvm.cli;

import dev.spinjvm.loader.PullPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// When registries are asked.
final class PullArguments {
    @Option(names = "--pull", paramLabel = "<always|missing|never>", description = "When to ask the registry for a reference. Defaults to always")
    private @Nullable PullPolicy policy;

    @Option(names = "--offline", description = "Use what is in the cache only; the same as --pull never [env: SPIN_OFFLINE]")
    private boolean offline;

    PullPolicy policy() {
        return offline ? PullPolicy.NEVER : policy == null ? PullPolicy.ALWAYS : policy;
    }
}
