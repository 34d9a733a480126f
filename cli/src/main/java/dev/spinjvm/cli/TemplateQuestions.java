package dev.spinjvm.cli;

import dev.spinjvm.loader.templates.Parameter;
import dev.spinjvm.loader.templates.Questions;
import java.util.Optional;

/// Asks the person at the terminal for what a template has to be told.
final class TemplateQuestions implements Questions {
    private final Process process;

    TemplateQuestions(Process process) {
        this.process = process;
    }

    @Override
    public boolean confirm(String question) {
        return process.prompt().confirm(question, false, "use --allow-overwrite");
    }

    @Override
    public String value(Parameter parameter) {
        while (true) {
            Optional<String> value = parameter.allowed().isEmpty() ? text(parameter) : Optional.of(choice(parameter));
            Optional<String> problem = value.flatMap(parameter::problem);
            if (value.isPresent() && problem.isEmpty()) {
                return value.get();
            }
            problem.ifPresent(text -> process.err().println("Invalid value: " + text));
        }
    }

    private Optional<String> text(Parameter parameter) {
        String preset = parameter.preset().filter(text -> !text.isEmpty()).map(text -> " [" + text + "]").orElse("");
        String answer = process.prompt().line(parameter.prompt() + preset + ": ", "give the value with --value " + parameter.id() + "=...");
        return answer.isEmpty() ? parameter.preset() : Optional.of(answer);
    }

    private String choice(Parameter parameter) {
        int preset = parameter.preset().map(parameter.allowed()::indexOf).filter(index -> index >= 0).orElse(0);
        return parameter.allowed().get(new Choice(process).one(parameter.prompt(), parameter.allowed(), preset));
    }
}
