package dev.spinjvm.plugins.drivers;

import dev.spinjvm.plugins.dispatch.Description;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginCallException;
import dev.spinjvm.plugins.dispatch.PluginProgram;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A runtime driver that is a program of its own: asked to `describe` itself, then to `run`, which lasts as long as the application.
final class PluginRunDriver implements RunDriver {
    private final Dispatcher dispatcher;
    private final PluginProgram program;
    private @Nullable Description description;

    PluginRunDriver(Dispatcher dispatcher, PluginProgram program) {
        this.dispatcher = dispatcher;
        this.program = program;
    }

    private Description description() {
        Description known = description;
        if (known == null) {
            known = dispatcher.describe(program);
            description = known;
        }
        return known;
    }

    @Override
    public Map<String, Setting> settings() {
        return description().options();
    }

    @Override
    public Set<String> triggers() {
        Set<String> types = new LinkedHashSet<>();
        if (description().members().get("handles") instanceof Map<?, ?> handles && handles.get("triggers") instanceof List<?> list) {
            list.forEach(type -> types.add(String.valueOf(type)));
        }
        return types;
    }

    @Override
    public int run(RunRequest request, DriverContext context) {
        AtomicBoolean ending = new AtomicBoolean();
        Dispatcher.Options options = new Dispatcher.Options(null, null, call -> context.whenAskedToEnd().accept(() -> {
            ending.set(true);
            call.stop();
        }), context.children());
        try {
            dispatcher.call(program, "run", request.toJson(), DriverEvents.to(context.console()), options);
            return 0;
        } catch (PluginCallException e) {
            if (ending.get() && e.reason() == PluginCallException.Reason.DIED) {
                // It ended because it was asked to; how is not a failure of the application.
                return 0;
            }
            throw e;
        }
    }
}
