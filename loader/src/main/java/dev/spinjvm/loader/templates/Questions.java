package dev.spinjvm.loader.templates;

/// Somebody who can be asked, such as a person at a terminal. Each method waits for the answer.
public interface Questions {
    /// A question to which the answer is yes or no.
    boolean confirm(String question);

    /// The value of a parameter: anything that [Parameter#problem] has nothing against.
    String value(Parameter parameter);
}
