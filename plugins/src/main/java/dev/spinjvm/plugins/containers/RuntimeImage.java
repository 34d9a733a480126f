package dev.spinjvm.plugins.containers;

import dev.spinjvm.plugins.drivers.DriverContext;
import dev.spinjvm.plugins.images.AppImage;
import dev.spinjvm.plugins.images.ImageBuilder;
import dev.spinjvm.plugins.images.ImageOptions;
import dev.spinjvm.plugins.images.ProgramFiles;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The image of this program, without an application, as a container engine has it.
///
/// @param program found when it is needed
/// @param cache for layers
record RuntimeImage(Supplier<ProgramFiles> program, Path cache) {
    static final String REPOSITORY = "localhost/spin-jvm/runtime";

    /// The name of the image, which is handed to the engine unless it has it.
    ///
    /// @param scratch folder for what is handed over
    String ensure(EngineCalls calls, Path scratch, DriverContext context) throws InterruptedException {
        AppImage image = new ImageBuilder(program.get(), cache, context.children()).build(ImageOptions.standard());
        String name = REPOSITORY + ":" + image.id().hex().substring(0, 16);
        if (!calls.holds("image", "inspect", name)) {
            context.console().progress("Giving " + calls.engine().kind().text() + " an image of this Spin (once for each version)");
            removeOlder(calls);
            Path archive = scratch.resolve("runtime.tar");
            image.writeArchive(archive, name);
            calls.ask("load", "--quiet", "--input", archive.toString());
        }
        return name;
    }

    /// Those in use stay.
    private static void removeOlder(EngineCalls calls) throws InterruptedException {
        String names = calls.ask("images", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY);
        for (String name : names.lines().filter(line -> line.startsWith(REPOSITORY + ":")).toList()) {
            calls.holds("rmi", name);
        }
    }
}
