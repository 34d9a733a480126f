package dev.spinjvm.plugins.deploy;

import dev.spinjvm.loader.NearNames;
import dev.spinjvm.plugins.PluginException;
import dev.spinjvm.plugins.dispatch.Dispatcher;
import dev.spinjvm.plugins.dispatch.PluginKind;
import dev.spinjvm.plugins.dispatch.PluginProgram;
import dev.spinjvm.plugins.manage.PluginManager;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The providers that there are here.
///
/// @param builtIn the names of this program's own
/// @param plugins asked for only where a provider is none of these
public record Providers(Set<String> builtIn, Supplier<Dispatcher> plugins) {

    /// Who finds and asks plugins.
    public Dispatcher dispatcher() {
        return plugins.get();
    }

    /// The provider of a name: one of this program's own, a plugin `deploy-NAME`, or a program of its own.
    ///
    /// @param by who names it, for the message
    /// @throws PluginException.NotFound with those that there are
    public Provider require(String name, String by) {
        if (builtIn.contains(name)) {
            return new Provider.BuiltIn(name);
        }
        Optional<PluginProgram> plugin = dispatcher().find(PluginKind.DEPLOY, name);
        if (plugin.isPresent()) {
            return new Provider.Plugin(plugin.get());
        }
        if (isStandalone(name)) {
            return new Provider.Standalone(name);
        }
        throw new PluginException.NotFound(missing(name, by));
    }

    /// What `SPIN_DEPLOY_PLUGIN` means: in Spin 4 a program of its own, so that is preferred; so it is where there is none at all, since it may
    /// be offered for installation.
    public Provider ofVariable(String name) {
        if (isStandalone(name)) {
            return new Provider.Standalone(name);
        }
        if (builtIn.contains(name)) {
            return new Provider.BuiltIn(name);
        }
        return dispatcher().find(PluginKind.DEPLOY, name).<Provider>map(Provider.Plugin::new).orElse(new Provider.Standalone(name));
    }

    private boolean isStandalone(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && Files.isExecutable(dispatcher().manager().store().program(name));
    }

    private String missing(String name, String by) {
        List<String> all = new ArrayList<>(new TreeSet<>(builtIn));
        List<String> installed = dispatcher().installed(PluginKind.DEPLOY);
        all.addAll(installed);
        PluginManager manager = dispatcher().manager();
        StringBuilder text = new StringBuilder("There is no provider '").append(name).append("', which ").append(by).append(" names.");
        String near = NearNames.closest(name, all);
        Optional<String> offered = List.of("deploy-" + name, name).stream().filter(plugin -> manager.offered(plugin)
                .isPresent()).findFirst();
        if (offered.isPresent()) {
            text.append(" Install it with `spin plugins install ").append(offered.get()).append("`.");
        } else if (near != null) {
            text.append(" Did you mean '").append(near).append("'?");
        }
        return text.append("\nBuilt in: ").append(String.join(", ", new TreeSet<>(builtIn))).append("; plugins: ").append(installed
                .isEmpty() ? "none" : String.join(", ", installed)).append('.').toString();
    }
}
