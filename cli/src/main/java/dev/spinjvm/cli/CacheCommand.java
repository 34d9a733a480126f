package dev.spinjvm.cli;

import dev.spinjvm.loader.ArtifactUses;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.cache.CacheKeeping;
import dev.spinjvm.oci.cache.RegistryCache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `spin cache`: looks after what was downloaded. Made with its subcommands by [#create].
@Command(name = "cache", description = "Show, check and clear what was downloaded from registries", sortOptions = false, synopsisSubcommandLabel = "<COMMAND>", commandListHeading = "%nCommands:%n", optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin cache list", "  spin cache gc --max-age 30d --max-size 2GB", "  spin cache verify"})
final class CacheCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    static CommandGroup create(Process process) {
        return CommandGroup.of(new CacheCommand(), new ListCommand(process), new GcCommand(process), new VerifyCommand(process));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is required, such as 'spin cache list'");
    }

    private static final class Place {
        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
        @SuppressWarnings("UnusedVariable")
        private boolean help;

        @Option(names = "--cache-dir", paramLabel = "<DIR>", description = "Cache directory")
        @Nullable
        Path directory;

        CacheKeeping open(Process process) {
            RegistryCache cache = RegistryCache.at(new Directories(process.environment()).orElse(directory), process.clock());
            return new CacheKeeping(cache, new ArtifactUses(cache));
        }
    }

    @Command(name = "list", aliases = "ls", description = "List artifacts and their sizes, the most recently used first", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class ListCommand implements Callable<Integer> {
        private enum Format {
            PLAIN, JSON
        }

        private final Process process;

        @Mixin
        private Place place = new Place();

        @Option(names = "--format", paramLabel = "<plain|json>", description = "How to print it")
        private Format format = Format.PLAIN;

        ListCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            CacheKeeping.Listing listing = place.open(process).list();
            switch (format) {
                case PLAIN -> print(listing);
                case JSON -> process.out().println(new String(StrictJson.indented(tree(listing)), StandardCharsets.UTF_8));
            }
            return ExitCode.OK.number();
        }

        private void print(CacheKeeping.Listing listing) {
            listing.artifacts().forEach(artifact -> process.out().println(artifact.name() + "  " + artifact.digest() + "  "
                    + Amounts.bytes(artifact.size()) + "  used " + artifact.lastUsed().toString().substring(0, 10)));
            long unused = listing.contents().stream().filter(content -> !content.used()).mapToLong(CacheKeeping.Content::size).sum();
            process.out().println(listing.contents().size() + " files, " + Amounts.bytes(listing.size()) + " in all, "
                    + Amounts.bytes(unused) + " of no artifact");
        }

        private static Map<String, Object> tree(CacheKeeping.Listing listing) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("artifacts", listing.artifacts().stream().map(artifact -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("name", artifact.name());
                fields.put("digest", artifact.digest().toString());
                fields.put("size", artifact.size());
                fields.put("lastUsed", artifact.lastUsed().toString());
                return fields;
            }).toList());
            tree.put("contents", listing.contents().stream().map(content -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("digest", content.digest().toString());
                fields.put("size", content.size());
                fields.put("lastUsed", content.lastUsed().toString());
                fields.put("used", content.used());
                return fields;
            }).toList());
            tree.put("size", listing.size());
            return tree;
        }
    }

    @Command(name = "gc", aliases = "prune", description = "Remove what no artifact needs, and what was not used for long", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class GcCommand implements Callable<Integer> {
        private final Process process;

        @Mixin
        private Place place = new Place();

        @Option(names = "--max-age", paramLabel = "<AGE>", converter = Amounts.Age.class, description = "Remove what was not used for so long, such as 30d")
        private @Nullable Duration maxAge;

        @Option(names = "--max-size", paramLabel = "<SIZE>", converter = Amounts.Size.class, description = "Remove what was used least recently until the rest is at most so large, such as 2GB")
        private @Nullable Long maxSize;

        GcCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            CacheKeeping.Removed removed = place.open(process).collect(maxAge, maxSize);
            process.out().println("Removed " + removed.artifacts() + " artifacts and " + removed.contents() + " files, "
                    + Amounts.bytes(removed.bytes()));
            return ExitCode.OK.number();
        }
    }

    @Command(name = "verify", description = "Compare every file with its digest and remove what is wrong", sortOptions = false, optionListHeading = "%nOptions:%n")
    private static final class VerifyCommand implements Callable<Integer> {
        private final Process process;

        @Mixin
        private Place place = new Place();

        VerifyCommand(Process process) {
            this.process = process;
        }

        @Override
        public Integer call() {
            CacheKeeping.Verified verified = place.open(process).verify();
            List<Path> damaged = verified.damaged();
            damaged.forEach(file -> process.out().println("Removed " + file));
            process.out().println(verified.contents() + " files and " + verified.artifacts() + " artifacts are sound"
                    + (damaged.isEmpty() ? "" : ", " + damaged.size() + " were not and will be fetched again when they are needed"));
            return (damaged.isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
        }
    }
}
