package dev.spinjvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/// The arguments of the HTTP trigger, those of all triggers among them: what `spin up` does not know itself.
@Command(name = "spin up", sortOptions = false)
final class TriggerLine {
    @ArgGroup(validate = false, heading = "%nTrigger Options:%n")
    TriggerArguments trigger = new TriggerArguments();

    @ArgGroup(validate = false, heading = "%nHTTP Trigger Options:%n")
    HttpArguments http = new HttpArguments();

    /// Words that belong to no option.
    @Parameters(hidden = true)
    List<String> words = new ArrayList<>();

    /// Reads the arguments.
    ///
    /// @param command whose arguments they are; errors name it
    static TriggerLine parse(List<String> arguments, CommandLine command) {
        TriggerLine line = new TriggerLine();
        CommandLine parser = Parsers.ready().parser(line);
        parser.setDefaultValueProvider(command.getDefaultValueProvider());
        parser.setOverwrittenOptionsAllowed(false);
        parser.setCaseInsensitiveEnumValuesAllowed(true);
        try {
            parser.parseArgs(arguments.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            throw new UnmatchedArgumentException(command, e.getUnmatched());
        } catch (OverwrittenOptionException e) {
            throw new OverwrittenOptionException(command, e.getOverwritten(), String.valueOf(e.getMessage()));
        } catch (ParameterException e) {
            throw e.getArgSpec() == null && e.getValue() == null
                    ? new ParameterException(command, String.valueOf(e.getMessage()), e)
                    : new ParameterException(command, String.valueOf(e.getMessage()), e, e.getArgSpec(), e.getValue());
        }
        line.check(command);
        return line;
    }

    /// The names of the options.
    static Set<String> names() {
        return Parsers.ready().parser(new TriggerLine()).getCommandSpec().optionsMap().keySet();
    }

    /// The options of a command: its own, then those that it hands on to triggers.
    static List<CommandSpec> specs(CommandSpec command) {
        return command.userObject() instanceof UpCommand ? List.of(command, annotated().getCommandSpec()) : List.of(command);
    }

    /// The options as help shows them, below those of the command itself.
    static String help(Help.ColorScheme colors) {
        CommandLine parser = annotated();
        parser.setColorScheme(colors);
        parser.setUsageHelpWidth(Program.HELP_WIDTH);
        return parser.getHelp().optionList();
    }

    private static CommandLine annotated() {
        return Parsers.annotated().parser(new TriggerLine());
    }

    private void check(CommandLine command) {
        if (trigger.quiet && !trigger.follow.isEmpty()) {
            throw new ParameterException(command, "the argument '--quiet' cannot be used with '--follow'");
        }
        if (trigger.disableCache && trigger.cacheConfig != null) {
            throw new ParameterException(command, "the argument '--disable-cache' cannot be used with '--cache'");
        }
        if ((http.tlsCertificate == null) != (http.tlsKey == null)) {
            throw new ParameterException(command, "--tls-cert and --tls-key are needed together; "
                    + (http.tlsKey == null ? "--tls-key" : "--tls-cert") + " is missing");
        }
    }
}
