package dev.spinjvm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What `spin new` and `spin add` are told alike.
final class TemplateArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print help")
    boolean help;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The name of the new application or component")
    @Nullable
    String name;

    /// Once the template came first and the name second.
    @Parameters(index = "1", arity = "0..1", hidden = true)
    @Nullable
    String second;

    @Option(names = {"-t",
        "--template"}, paramLabel = "<TEMPLATE_ID>", description = "The template from which to create the new application or component. Run `spin templates list` to see available options")
    @Nullable
    String template;

    @Option(names = "--tag", paramLabel = "<TAGS>", description = "Filter templates to select by tags")
    List<String> tags = new ArrayList<>();

    @Option(names = {"-o",
        "--output"}, paramLabel = "<OUTPUT_PATH>", description = "The directory in which to create the new application or component. The default is the name argument")
    @Nullable
    Path output;

    @Option(names = "--init", description = "Create the new application or component in the current directory")
    boolean init;

    @Option(names = {"-v",
        "--value"}, paramLabel = "<NAME=VALUE>", description = "Parameter values to be passed to the template (in name=value format)")
    List<String> values = new ArrayList<>();

    @Option(names = "--values-file", paramLabel = "<FILE>", description = "A TOML file which contains parameter values in name = \"value\" format. Parameters passed as CLI option overwrite parameters specified in the file")
    @Nullable
    Path valuesFile;

    @Option(names = {"-a", "--accept-defaults"}, description = "Take the defaults of the template instead of asking, where there are any")
    boolean acceptDefaults;

    @Option(names = "--no-vcs", description = "Create neither a .gitignore file nor a Git repository")
    boolean noVcs;

    @Option(names = {"--allow-overwrite",
        "--allow-overwrites"}, description = "If the output directory already contains files, generate the new files into it without confirming, overwriting any existing files with the same names")
    boolean allowOverwrite;

    /// Refuses what does not go together.
    void check() {
        if (output != null && init) {
            throw new ParameterException(spec.commandLine(), "the argument '--output <OUTPUT_PATH>' cannot be used with '--init'");
        }
        if (template != null && !tags.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "the argument '--template <TEMPLATE_ID>' cannot be used with '--tag <TAGS>'");
        }
        if (name != null) {
            checkName(name);
        }
    }

    private void checkName(String text) {
        List<String> wrong = Arrays.stream(text.split("[^\\p{IsAlphabetic}\\p{IsDigit}]", -1)).filter(part -> part.isEmpty() || !Character
                .isAlphabetic(part.codePointAt(0))).map(part -> "'" + part + "'").toList();
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "invalid value '" + text
                    + "' for '[NAME]': Each segment of the name must start with a letter. " + String.join(", ", wrong) + (wrong.size() == 1
                            ? " does"
                            : " do") + " not start with a letter");
        }
    }

    /// The values of `--value`, the last of each name.
    Map<String, String> givenValues() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 0) {
                throw new ParameterException(spec.commandLine(), "invalid value '" + value + "' for '--value <NAME=VALUE>': '" + value
                        + "' should be in the form name=value");
            }
            given.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return given;
    }
}
