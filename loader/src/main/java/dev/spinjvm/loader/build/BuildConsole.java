package dev.spinjvm.loader.build;

/// Where a build says what it does.
public interface BuildConsole {
    /// A step of the work, such as `Building` and `component hello with ...`.
    void step(String verb, String rest);

    /// A line that belongs to the step before.
    void line(String text);

    /// Something that does not keep the build from going on.
    void warning(String text);

    /// One of several reasons why the build fails; the failure itself follows as an exception.
    void error(String text);

    /// What a warning is about: `subject: text`.
    void detail(String subject, String text);
}
