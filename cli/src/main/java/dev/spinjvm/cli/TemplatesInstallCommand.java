package dev.spinjvm.cli;

import dev.spinjvm.loader.templates.TemplateSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin templates install`: copies templates into the local store.
@Command(name = "install", description = "Install templates from a Git repository, a local directory or an archive", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "The source must hold a directory 'templates' with a directory for each template.", "", "Examples:",
    "  spin templates install --git organisation/repository --branch main", "  spin templates install --dir .",
    "  spin templates install --tar https://example.com/templates.tar.gz --upgrade"})
final class TemplatesInstallCommand implements Callable<Integer> {
    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = {"--git",
        "--repo"}, paramLabel = "<FROM_GIT>", description = "The URL of the templates git repository; organisation/name is one of GitHub. Without --branch, its tag spin/templates/vX.Y for this version of Spin is preferred to its main branch")
    private @Nullable String git;

    @Option(names = "--branch", paramLabel = "<BRANCH>", description = "The branch or tag of the git repository")
    private @Nullable String branch;

    @Option(names = "--dir", paramLabel = "<FROM_DIR>", description = "Local directory containing the template(s) to install")
    private @Nullable Path directory;

    @Option(names = "--tar", paramLabel = "<FROM_TAR>", description = "URL or path of a tarball in .tar.gz format containing the template(s) to install")
    private @Nullable String archive;

    @Option(names = {"--upgrade", "--update"}, description = "If present, updates existing templates instead of skipping")
    private boolean update;

    TemplatesInstallCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        Map<String, String> given = new TreeMap<>();
        putIfGiven(given, "--git <FROM_GIT>", git);
        putIfGiven(given, "--dir <FROM_DIR>", directory);
        putIfGiven(given, "--tar <FROM_TAR>", archive);
        if (given.size() > 1) {
            String[] names = given.keySet().toArray(String[]::new);
            throw new ParameterException(spec.commandLine(), "the argument '" + names[0] + "' cannot be used with '" + names[1] + "'");
        }
        if (branch != null && git == null) {
            throw new ParameterException(spec.commandLine(), "the following required arguments were not provided:\n  --git <FROM_GIT>");
        }
        if (given.isEmpty()) {
            throw new CommandFailure("Exactly one of `git`, `dir`, or `tar` must be specified");
        }
        new TemplateAccess(process).install(source(), update);
        return ExitCode.OK.number();
    }

    private static void putIfGiven(Map<String, String> given, String name, @Nullable Object value) {
        if (value != null) {
            given.put(name, value.toString());
        }
    }

    private TemplateSource source() {
        if (git != null) {
            return TemplateSource.git(git, Optional.ofNullable(branch));
        }
        if (directory != null) {
            return new TemplateSource.Folder(process.workingDirectory().resolve(directory).normalize());
        }
        return new TemplateSource.Archive(Objects.requireNonNull(archive));
    }
}
