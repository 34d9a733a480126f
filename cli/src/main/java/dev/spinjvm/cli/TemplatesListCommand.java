package dev.spinjvm.cli;

import dev.spinjvm.loader.templates.Template;
import dev.spinjvm.loader.templates.TemplateManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `spin templates list`: what there is to start from.
@Command(name = "list", description = "List the installed templates", sortOptions = false, optionListHeading = "%nOptions:%n")
final class TemplatesListCommand implements Callable<Integer> {
    enum Format {
        TABLE, JSON, NAMES_ONLY
    }

    private final Process process;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Option(names = "--tag", paramLabel = "<TAGS>", description = "Filter templates matching all provided tags")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--format", paramLabel = "<table|json|names-only>", converter = FormatConverter.class, description = "The format in which to list the templates")
    private Format format = Format.TABLE;

    @Option(names = "--verbose", description = "Whether to show additional template details in the list")
    private boolean verbose;

    /// The names of formats hold a dash.
    static final class FormatConverter implements picocli.CommandLine.ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return Format.valueOf(text.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        }
    }

    TemplatesListCommand(Process process) {
        this.process = process;
    }

    @Override
    public Integer call() {
        TemplateManager.Listing listing = new TemplateAccess(process).manager().list(tags);
        switch (format) {
            case TABLE -> printTable(listing);
            case JSON -> process.out().println(Template.listToJson(listing.templates()));
            case NAMES_ONLY -> listing.templates().forEach(template -> process.out().println(template.id()));
        }
        return ExitCode.OK.number();
    }

    private void printTable(TemplateManager.Listing listing) {
        if (listing.templates().isEmpty()) {
            process.out().println("No templates matched tags (" + listing.skipped() + " templates skipped)");
        } else {
            TextTable table = verbose ? new TextTable("Name", "Description", "Installed from") : new TextTable("Name", "Description");
            for (Template template : listing.templates()) {
                if (verbose) {
                    table.row(template.id(), template.description(), template.origin().describe());
                } else {
                    table.row(template.id(), template.description());
                }
            }
            process.out().println(table);
        }
        if (!listing.invalid().isEmpty()) {
            if (!listing.templates().isEmpty()) {
                process.out().println();
            }
            listing.invalid().forEach((id, reason) -> process.out().println("note: ignored invalid entry " + id
                    + " (Template load error: " + reason + ")"));
        }
    }
}
