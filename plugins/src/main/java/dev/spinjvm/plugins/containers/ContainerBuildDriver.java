package dev.spinjvm.plugins.containers;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.containers.ContainerEngine.Kind;
import dev.spinjvm.plugins.dispatch.Description.Setting;
import dev.spinjvm.plugins.drivers.BuildDriver;
import dev.spinjvm.plugins.drivers.BuildRequest;
import dev.spinjvm.plugins.drivers.BuildRequest.Component;
import dev.spinjvm.plugins.drivers.BuildResult;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The build driver `container`: runs build commands in a container of an image that has the toolchain, and nothing else of this machine
/// than the application's folder.
public final class ContainerBuildDriver implements BuildDriver {
    /// Its name.
    public static final String NAME = ContainerSettings.NAME;
    private static final String MOUNT_CACHE = "mount_cache";
    private static final String APP = "/work";
    private static final String CACHE = "/cache";
    /// Where package managers keep what they fetched.
    private static final Map<String, String> CACHES = Map.of("HOME", CACHE, "XDG_CACHE_HOME", CACHE + "/xdg", "CARGO_HOME", CACHE
            + "/cargo",
            "GOPATH", CACHE + "/go", "npm_config_cache", CACHE + "/npm", "PIP_CACHE_DIR", CACHE + "/pip");
    /// Runs `$1`. A container goes on when the engine's command line is ended, and its first process hears no signal that it has not asked
    /// for. So the shell ends, and with it all others, when its input does: nobody waits for it any more.
    private static final String ENDING = "exec 3<&0; (while read -r _ <&3; do :; done; kill -TERM 1) & "
            + "trap 'exit 143' TERM; trap 'exit 130' INT; sh -c \"$1\" </dev/null & wait $!";

    private final Path caches;

    /// @param caches folder for what toolchains keep between builds
    public ContainerBuildDriver(Path caches) {
        this.caches = caches;
    }

    @Override
    public Map<String, Setting> settings() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put(ContainerSettings.IMAGE, new Setting("The image with the toolchain, best with a digest", "SPIN_BUILD_IMAGE", false,
                ""));
        settings.put(ContainerSettings.ENGINE, ContainerSettings.ENGINE_SETTING);
        settings.put(ContainerSettings.NETWORK, ContainerSettings.NETWORK_SETTING);
        settings.put(ContainerSettings.ARGUMENTS, ContainerSettings.ARGUMENTS_SETTING);
        settings.put(MOUNT_CACHE, new Setting("Keep what package managers fetch from one build to the next", "", false, "false"));
        return settings;
    }

    @Override
    public BuildResult run(BuildRequest request, DriverContext context) throws InterruptedException {
        for (Component component : request.components()) {
            build(component, request, context);
        }
        return BuildResult.inPlace(request);
    }

    private void build(Component component, BuildRequest request, DriverContext context) throws InterruptedException {
        Map<String, Object> config = component.config();
        String image = ContainerSettings.text(config, ContainerSettings.IMAGE).orElseThrow(() -> new DriverException(
                "The driver 'container' needs an image with the toolchain of component '" + component.id()
                        + "'. Say which in its table: [component." + component.id()
                        + ".tool.build] with config = { image = \"docker.io/library/rust:1.90\" }"));
        ContainerEngine engine = ContainerEngine.find(ContainerSettings.text(config, ContainerSettings.ENGINE).orElse(""), List.of(
                Kind.PODMAN, Kind.DOCKER, Kind.BUILDAH), context.environment());
        EngineCalls calls = new EngineCalls(engine, context.children(), request.outputDirectory());
        Map<String, String> environment = new TreeMap<>(request.environment());
        List<BindMount> mounts = new ArrayList<>(List.of(new BindMount(request.appRoot(), APP, true)));
        if (ContainerSettings.flag(config, MOUNT_CACHE)) {
            mounts.add(new BindMount(cache(request.appRoot()), CACHE, true));
            environment.putAll(CACHES);
        }
        Step step = new Step(calls, image, arguments(component, request, config, engine, environment), mounts, environment);
        for (String command : component.command()) {
            context.console().progress("Running `" + command + "` in a container of " + image);
            int code = engine.kind() == Kind.BUILDAH ? step.buildah(name(component, request), command) : step.run(command);
            if (code != 0) {
                throw new DriverException("`" + command + "` of component '" + component.id() + "' failed with the exit code " + code
                        + " in a container of " + image);
            }
        }
    }

    private static List<String> arguments(Component component, BuildRequest request, Map<String, Object> config, ContainerEngine engine,
            Map<String, String> variables) {
        List<String> arguments = new ArrayList<>(ContainerUser.arguments(engine, request.outputDirectory()));
        arguments.addAll(List.of("--workdir", inside(component)));
        ContainerSettings.text(config, ContainerSettings.NETWORK).ifPresent(network -> arguments.addAll(List.of("--network", network)));
        // The engine takes the values from its own environment; of buildah only recent versions do, and these are those of the manifest.
        variables.forEach((name, value) -> arguments.addAll(List.of("--env", engine.kind() == Kind.BUILDAH ? name + "=" + value : name)));
        arguments.addAll(ContainerSettings.arguments(config));
        return arguments;
    }

    private static String inside(Component component) {
        String workdir = component.workdir();
        Path path = Path.of(APP).resolve(workdir == null ? "" : workdir).normalize();
        if (!path.startsWith(APP)) {
            throw new DriverException("Component '" + component.id() + "' is built in '" + workdir
                    + "', which is not in the application's folder, so that a container does not have it");
        }
        return path.toString();
    }

    private Path cache(Path appRoot) {
        try {
            return Files.createDirectories(caches.resolve(digest(appRoot.toAbsolutePath().normalize().toString())));
        } catch (IOException e) {
            throw new DriverException("Cannot make a folder for what toolchains keep in '" + caches + "'", e);
        }
    }

    private static String name(Component component, BuildRequest request) {
        return "spin-build-" + digest(request.appRoot().toAbsolutePath().normalize() + "\n" + component.id());
    }

    private static String digest(String text) {
        return Digest.ofSha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    /// One command in a container of its own.
    private record Step(EngineCalls calls, String image, List<String> arguments, List<BindMount> mounts, Map<String, String> environment) {
        int run(String command) throws InterruptedException {
            List<String> line = new ArrayList<>(List.of("run", "--rm", "--interactive"));
            mounts.forEach(mount -> line.addAll(mount.arguments()));
            line.addAll(arguments);
            line.addAll(List.of("--entrypoint", "sh", image, "-c", ENDING, "sh", command));
            return calls.show(line, environment);
        }

        int buildah(String name, String command) throws InterruptedException {
            // One that an earlier build could not remove.
            calls.holds("rm", name);
            calls.ask("from", "--quiet", "--name", name, image);
            try {
                List<String> line = new ArrayList<>(List.of("run"));
                mounts.forEach(mount -> line.addAll(List.of("--volume", mount.host().toAbsolutePath().normalize() + ":" + mount.inside()
                        + ":rw")));
                line.addAll(arguments.stream().map(word -> word.equals("--workdir") ? "--workingdir" : word).toList());
                line.addAll(List.of(name, "--", "sh", "-c", ENDING, "sh", command));
                return calls.show(line, environment);
            } finally {
                calls.holds("rm", name);
            }
        }
    }
}
