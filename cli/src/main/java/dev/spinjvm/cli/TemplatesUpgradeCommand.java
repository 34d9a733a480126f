package dev.spinjvm.cli;

import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.templates.Origin;
import dev.spinjvm.loader.templates.Template;
import dev.spinjvm.loader.templates.TemplateManager;
import dev.spinjvm.loader.templates.TemplateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spin templates upgrade`: installs anew from the repositories that templates came from.
@Command(name = "upgrade", description = "Upgrade templates to match your current version of Spin", sortOptions = false, optionListHeading = "%nOptions:%n", footer = {
    "", "Examples:", "  spin templates upgrade --all", "  spin templates upgrade --repo https://example.com/my/templates --branch next"})
final class TemplatesUpgradeCommand implements Callable<Integer> {
    private static final String HINT = "To upgrade them, run `spin templates install --upgrade` with the --git or --dir option";

    private final Process process;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = "--repo", paramLabel = "<GIT_URL>", description = "Upgrade only this repository, without asking which")
    private @Nullable String repository;

    @Option(names = "--branch", paramLabel = "<BRANCH>", description = "The branch or tag of the git repository, if a specific repository is given")
    private @Nullable String branch;

    @Option(names = "--all", description = "Upgrade all repositories, without asking which")
    private boolean all;

    TemplatesUpgradeCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        if (all && repository != null) {
            throw new ParameterException(spec.commandLine(), "the argument '--all' cannot be used with '--repo <GIT_URL>'");
        }
        if (branch != null && repository == null) {
            throw new ParameterException(spec.commandLine(), "the following required arguments were not provided:\n  --repo <GIT_URL>");
        }
        TemplateAccess access = new TemplateAccess(process);
        if (repository != null) {
            access.install(TemplateSource.git(repository, Optional.ofNullable(branch)), true);
            return ExitCode.OK.number();
        }
        return upgrade(access);
    }

    private int upgrade(TemplateAccess access) {
        TemplateManager manager = access.manager();
        List<String> repositories = repositories(manager);
        if (repositories.isEmpty()) {
            return ExitCode.OK.number();
        }
        List<String> chosen = all ? repositories : choose(access, manager, repositories);
        if (chosen.isEmpty()) {
            process.err().println("No template repositories selected");
            return ExitCode.OK.number();
        }
        Summary summary = new Summary(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        for (String url : chosen) {
            process.out().println("Upgrading templates from " + url + "...");
            try {
                TemplateManager.Installation done = manager.install(TemplateSource.git(url, Optional.empty()), true, process
                        .out()::println);
                summary.upgraded.addAll(done.installed());
                summary.removed.addAll(done.removed());
            } catch (LoadException e) {
                summary.failed.put(url, e.fullMessage());
            }
            process.out().println();
        }
        print(summary);
        return ExitCode.OK.number();
    }

    private record Summary(List<Template> upgraded, List<String> removed, Map<String, String> failed) {}

    /// Those that installed templates came from; says so if there are none or not all are known.
    private List<String> repositories(TemplateManager manager) {
        TreeSet<String> repositories = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        List<String> installed = new ArrayList<>();
        for (Template template : manager.list(List.of()).templates()) {
            switch (template.origin()) {
                case Origin.Git(String url) -> repositories.add(url);
                case Origin.BuiltIn _ -> {
                    continue;
                }
                case Origin.Folder _,Origin.Archive _,Origin.Unknown _ -> unknown.add(template.id());
            }
            installed.add(template.id());
        }
        if (repositories.isEmpty()) {
            process.err().println("No template repositories found to upgrade\n");
            if (installed.isEmpty()) {
                process.err().println("The templates that are built into Spin are those of this version");
            } else {
                process.err().println("Your template repositories were either:\n* Installed from a directory; or\n"
                        + "* Installed using an older version of Spin\n" + HINT);
            }
        } else if (!unknown.isEmpty()) {
            process.err().println("Spin could not determine where the following templates were installed from:");
            unknown.forEach(id -> process.err().println("- " + id));
            process.err().println(HINT + "\n");
            if (!all) {
                process.err().println("The following template repositories can be automatically upgraded.");
            }
        }
        return List.copyOf(repositories);
    }

    private List<String> choose(TemplateAccess access, TemplateManager manager, List<String> repositories) {
        if (!access.isInteractive()) {
            throw new CommandFailure("there is no terminal to ask at; name a repository with --repo or upgrade every one with --all:\n"
                    + String.join("\n", repositories));
        }
        List<String> shown = repositories.stream().map(url -> url + manager.tagFor(url).map(tag -> " (at " + tag + ")").orElse(""))
                .toList();
        return new Choice(process).several("Select repos to upgrade", shown).stream().map(repositories::get).toList();
    }

    private void print(Summary summary) {
        if (summary.upgraded.isEmpty()) {
            process.out().println("No templates were installed");
        } else {
            TextTable table = new TextTable("Name", "Description");
            summary.upgraded.forEach(template -> table.row(template.id(), template.description()));
            process.out().println("Upgraded " + summary.upgraded.size() + " template(s)\n\n" + table);
        }
        process.out().println();
        if (!summary.removed.isEmpty()) {
            TextTable table = new TextTable("Name");
            summary.removed.forEach(table::row);
            process.out().println("Removed " + summary.removed.size() + " template(s) no longer in repository/ies\n\n" + table + "\n");
        }
        if (!summary.failed.isEmpty()) {
            TextTable table = new TextTable("URL", "Error");
            summary.failed.forEach(table::row);
            process.out().println("Errors upgrading " + summary.failed.size() + " repository/ies\n\n" + table + "\n");
        }
    }
}
