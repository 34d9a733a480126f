package dev.spinjvm.plugins.containers;

import dev.spinjvm.loader.AtomicFiles;
import dev.spinjvm.loader.LockedApp;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.drivers.DriverException;
import dev.spinjvm.plugins.drivers.Mount;
import dev.spinjvm.plugins.drivers.RunRequest;
import dev.spinjvm.plugins.images.AppFiles;
import dev.spinjvm.plugins.images.AppImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a container is made with.
///
/// @param name of the container
/// @param options for the engine, without any value that may be secret
/// @param environment values of the variables that the options name
/// @param arguments for the trigger
/// @param publication where the port appears on the host; null where the container uses the host's network
/// @param folders of the host that must be there
record ContainerPlan(String name, List<String> options, Map<String, String> environment, List<String> arguments,
        @Nullable Publication publication, List<Path> folders) {
    private static final String HOST_NETWORK = "host";
    private static final String STATE = AppImage.DATA + "/.spin";
    private static final String VARIABLES = "/etc/spin/variables.json";
    private static final String VARIABLE = "SPIN_VARIABLE_";
    private static final String GRANTS = "/mnt/";

    /// Plans.
    ///
    /// @param folder for files of this run
    /// @param cache keeps compiled modules
    static ContainerPlan of(RunRequest request, DriverContext context, ContainerEngine engine, Path folder, Path cache) {
        ForwardedArguments given = ForwardedArguments.of(request.triggerArguments(), context.environment(), context.workingDirectory());
        List<String> arguments = new ArrayList<>(given.arguments());
        List<Path> folders = new ArrayList<>();
        List<String> options = new ArrayList<>(ContainerUser.arguments(engine, folder));
        options.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges"));
        List<BindMount> mounts = new ArrayList<>(given.mounts());
        mounts.stream().filter(BindMount::writable).map(BindMount::host).forEach(folders::add);
        mounts.add(new BindMount(folder.resolve("app"), AppImage.APP, false));
        mounts.add(folder(cache.resolve("compiled"), AppImage.CACHE, folders));
        if (!values(request).isEmpty()) {
            mounts.add(new BindMount(folder.resolve("variables.json"), VARIABLES, false));
            // In two words, the second would be taken for a file of arguments.
            arguments.add("--variable=@" + VARIABLES);
        }
        Path state = request.stateDirectory();
        if (state == null) {
            arguments.addAll(List.of("--state-dir=", "--log-dir="));
        } else {
            mounts.add(folder(state, STATE, folders));
        }
        int grants = 0;
        for (Mount mount : request.mounts()) {
            BindMount grant = new BindMount(mount.host(), GRANTS + ++grants, mount.writable());
            mounts.add(grant);
            arguments.addAll(List.of("--mount", grant.inside() + ":" + mount.guest() + ":" + mount.mode()));
        }
        mounts.forEach(mount -> options.addAll(mount.arguments()));
        Map<String, String> environment = new TreeMap<>(request.environment());
        environment.keySet().removeIf(name -> name.startsWith(VARIABLE));
        environment.keySet().forEach(name -> options.addAll(List.of("--env", name)));
        Publication publication = network(request, given, options, arguments);
        options.addAll(ContainerSettings.arguments(request.config()));
        return new ContainerPlan(name(request.app()), options, environment, arguments, publication, folders);
    }

    private static BindMount folder(Path host, String inside, List<Path> folders) {
        folders.add(host);
        return new BindMount(host, inside, true);
    }

    private static @Nullable Publication network(RunRequest request, ForwardedArguments given, List<String> options,
            List<String> arguments) {
        String network = ContainerSettings.text(request.config(), ContainerSettings.NETWORK).orElse("");
        if (!network.isEmpty()) {
            options.addAll(List.of("--network", network));
        }
        String listen = Objects.requireNonNull(request.listen());
        if (network.equals(HOST_NETWORK)) {
            arguments.addAll(List.of("--listen", listen));
            if (given.findFreePort()) {
                arguments.add("--find-free-port");
            }
            return null;
        }
        arguments.addAll(List.of("--listen", "0.0.0.0:" + AppImage.PORT));
        Publication publication = Publication.of(listen, given.findFreePort());
        options.addAll(publication.arguments());
        return publication;
    }

    private static String name(LockedApp app) {
        String plain = app.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return "spin-" + (plain.isEmpty() ? "app" : plain) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// The values of variables that the environment has, which a file tells the container: an engine shows the variables of its containers.
    private static Map<String, Object> values(RunRequest request) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : request.app().variables().keySet()) {
            String value = request.environment().get(VARIABLE + name.toUpperCase(Locale.ROOT));
            if (value != null) {
                values.put(name, value);
            }
        }
        Path file = request.variablesFile();
        if (file != null) {
            try {
                StrictJson.object(Files.readAllBytes(file)).forEach(values::put);
            } catch (IOException e) {
                throw new DriverException("Cannot read the values of variables in '" + file + "'", e);
            }
        }
        return values;
    }

    /// Writes the files of this run, and makes the folders.
    void write(RunRequest request, Path folder) throws IOException {
        AppFiles.of(request.app(), AppImage.APP).copyTo(folder.resolve("app"));
        Map<String, Object> values = values(request);
        if (!values.isEmpty()) {
            Path file = folder.resolve("variables.json");
            AtomicFiles.write(file, StrictJson.compact(values));
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        for (Path one : folders) {
            Files.createDirectories(one);
        }
    }

    /// A call of the engine.
    ///
    /// @param verb `run` or `create`
    List<String> line(String verb, String image) {
        List<String> line = new ArrayList<>(List.of(verb, "--rm", "--name", name));
        line.addAll(options);
        line.add(image);
        line.addAll(arguments);
        return line;
    }
}
