package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.dispatch.Description;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginAnswer;
import dev.spinjvm.plugins.dispatch.PluginProgram;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A build driver that is a program of its own: asked to `describe` itself, then to `run`.
final class PluginBuildDriver implements BuildDriver {
    private final Dispatcher dispatcher;
    private final PluginProgram program;
    private @Nullable Description description;

    PluginBuildDriver(Dispatcher dispatcher, PluginProgram program) {
        this.dispatcher = dispatcher;
        this.program = program;
    }

    @Override
    public Map<String, Setting> settings() {
        Description known = description;
        if (known == null) {
            known = dispatcher.describe(program);
            description = known;
        }
        return known.options();
    }

    @Override
    public BuildResult run(BuildRequest request, DriverContext context) {
        Dispatcher.Options options = new Dispatcher.Options(request.outputDirectory(), null, _ -> {}, context.children());
        PluginAnswer answer = dispatcher.call(program, "run", request.toJson(), DriverEvents.to(context.console()), options);
        List<BuildResult.Built> built = new ArrayList<>();
        if (answer.result().get("components") instanceof List<?> list) {
            list.forEach(element -> built.add(built(element)));
        }
        return new BuildResult(built);
    }

    private BuildResult.Built built(Object element) {
        if (element instanceof Map<?, ?> members && members.get("id") instanceof String id && members.get("ok") instanceof Boolean ok) {
            return new BuildResult.Built(id, ok, text(members, "artifact").map(this::path), text(members, "digest"));
        }
        throw new DriverException(program + ": a component of its result lacks `id` or `ok`");
    }

    private Optional<String> text(Map<?, ?> members, String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new DriverException(program + ": `" + name + "` of its result is no text");
        };
    }

    private Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DriverException(program + ": `artifact` of its result is no path", e);
        }
    }
}
