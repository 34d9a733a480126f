package dev.spinjvm.plugins.drivers;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginKind;
import dev.spinjvm.plugins.dispatch.PluginProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// The drivers of one kind, by name: those that are built in, then plugins, then programs of the PATH.
///
/// @param <D> [BuildDriver] or [RunDriver]
public final class Drivers<D> {
    private final PluginKind kind;
    private final Map<String, Supplier<? extends D>> builtIn;
    private final Supplier<Dispatcher> dispatcher;
    private final BiFunction<Dispatcher, PluginProgram, D> plugin;
    private final DriverConsole console;
    private final Map<String, D> found = new HashMap<>();

    private Drivers(PluginKind kind, Map<String, Supplier<? extends D>> builtIn, Supplier<Dispatcher> dispatcher,
            BiFunction<Dispatcher, PluginProgram, D> plugin, DriverConsole console) {
        this.kind = kind;
        this.builtIn = new TreeMap<>(builtIn);
        this.dispatcher = dispatcher;
        this.plugin = plugin;
        this.console = console;
    }

    /// Build drivers.
    ///
    /// @param builtIn made when they are first asked for
    /// @param dispatcher is only asked for where the driver is not built in
    public static Drivers<BuildDriver> ofBuild(Map<String, Supplier<? extends BuildDriver>> builtIn, Supplier<Dispatcher> dispatcher,
            DriverConsole console) {
        return new Drivers<>(PluginKind.BUILD, builtIn, dispatcher, PluginBuildDriver::new, console);
    }

    /// Runtime drivers.
    ///
    /// @param builtIn made when they are first asked for
    /// @param dispatcher is only asked for where the driver is not built in
    public static Drivers<RunDriver> ofRun(Map<String, Supplier<? extends RunDriver>> builtIn, Supplier<Dispatcher> dispatcher,
            DriverConsole console) {
        return new Drivers<>(PluginKind.RUN, builtIn, dispatcher, PluginRunDriver::new, console);
    }

    /// The names of those that are built in, sorted.
    public Set<String> builtIn() {
        return builtIn.keySet();
    }

    /// The driver that was chosen. One of the PATH is told of with its whole path, once.
    ///
    /// @throws DriverException if there is none of that name, with who named it and what there is
    public D find(DriverChoice choice) {
        D known = found.get(choice.name());
        if (known == null) {
            Supplier<? extends D> own = builtIn.get(choice.name());
            known = own == null ? ofPlugin(choice) : own.get();
            found.put(choice.name(), known);
        }
        return known;
    }

    private D ofPlugin(DriverChoice choice) {
        Dispatcher plugins = dispatcher.get();
        Optional<PluginProgram> program = plugins.find(kind, choice.name());
        if (program.isEmpty()) {
            throw new DriverException(missing(choice, plugins));
        }
        if (program.get().origin() == PluginProgram.Origin.PATH) {
            console.progress("Using the " + what() + " driver '" + choice.name() + "' of the PATH: " + program.get().file());
        }
        return plugin.apply(plugins, program.get());
    }

    private String missing(DriverChoice choice, Dispatcher plugins) {
        List<String> installed = plugins.installed(kind);
        List<String> all = new ArrayList<>(builtIn.keySet());
        all.addAll(installed);
        String near = NearNames.closest(choice.name(), all);
        String full = kind.keyword() + "-" + choice.name();
        boolean offered = plugins.manager().offered(full).isPresent();
        StringBuilder text = new StringBuilder("There is no ").append(what()).append(" driver '").append(choice.name()).append(
                "', which ").append(choice.by()).append(" names.");
        if (offered) {
            text.append(" Install it with `spin plugins install ").append(full).append("`.");
        } else if (near != null) {
            text.append(" Did you mean '").append(near).append("'?");
        }
        text.append(" Built in: ").append(String.join(", ", builtIn.keySet())).append("; plugins: ").append(installed.isEmpty()
                ? "none"
                : String.join(", ", installed)).append("; neither is `spin-").append(full).append("` on the PATH.");
        return text.toString();
    }

    private String what() {
        return kind == PluginKind.BUILD ? "build" : "runtime";
    }
}
