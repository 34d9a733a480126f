package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.containers.ContainerEngine.Kind;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import dev.spinjvm.plugins.drivers.RunDriver;
import dev.spinjvm.plugins.drivers.RunRequest;
import dev.spinjvm.plugins.images.ProgramFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The runtime driver `container`: runs an application in a container of podman or docker, whose image holds this program and whose
/// mounts are the application, its state and what the operator grants.
public final class ContainerRunDriver implements RunDriver {
    /// Its name.
    public static final String NAME = ContainerSettings.NAME;

    private final Supplier<ProgramFiles> program;
    private final Path cache;

    /// @param program found when it is needed
    /// @param cache for layers of images, and for compiled modules
    public ContainerRunDriver(Supplier<ProgramFiles> program, Path cache) {
        this.program = program;
        this.cache = cache;
    }

    @Override
    public Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put(ContainerSettings.ENGINE, ContainerSettings.ENGINE_SETTING);
        settings.put(ContainerSettings.IMAGE, new Setting("An image of Spin to use in place of one of this Spin", "", false, ""));
        settings.put(ContainerSettings.NETWORK, ContainerSettings.NETWORK_SETTING);
        settings.put(ContainerSettings.ARGUMENTS, ContainerSettings.ARGUMENTS_SETTING);
        return settings;
    }

    @Override
    public Set<String> triggers() {
        return Set.of("http");
    }

    @Override
    public int run(RunRequest request, DriverContext context) throws InterruptedException {
        ContainerEngine engine = ContainerEngine.find(ContainerSettings.text(request.config(), ContainerSettings.ENGINE).orElse(""), List
                .of(
                        Kind.PODMAN, Kind.DOCKER), context.environment());
        try {
            Path folder = Files.createTempDirectory(request.workingDirectory(), "container");
            EngineCalls calls = new EngineCalls(engine, context.children(), folder);
            ContainerPlan plan = ContainerPlan.of(request, context, engine, folder, cache);
            String image = ContainerSettings.text(request.config(), ContainerSettings.IMAGE).orElse("");
            if (request.dryRun()) {
                context.console().data(String.join(" ", calls.line(plan.line("run", image.isEmpty() ? RuntimeImage.REPOSITORY : image)))
                        + "\n");
                return 0;
            }
            plan.write(request, folder);
            if (image.isEmpty()) {
                image = new RuntimeImage(program, cache).ensure(calls, folder, context);
            }
            return new ContainerRun(calls, plan, context.console()).run(image, context);
        } catch (IOException e) {
            throw new DriverException("Cannot prepare the container in '" + request.workingDirectory() + "'", e);
        }
    }
}
