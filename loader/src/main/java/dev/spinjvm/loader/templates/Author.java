package dev.spinjvm.loader.templates;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Who generates files.
///
/// @param author name and address: `Name <address>`
/// @param username the name alone
record Author(String author, String username) {
    /// As the environment says, else as git is set up, else the user of this machine; empty if none of them knows.
    static Author find(Map<String, String> environment, GitProgram git) {
        Optional<String> name = variable(environment, "GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME").or(() -> git.setting("user.name")).or(
                () -> variable(environment, "USER", "USERNAME", "NAME")).map(String::strip);
        if (name.isEmpty()) {
            return new Author("", "");
        }
        Optional<String> address = variable(environment, "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL", "EMAIL").or(() -> git.setting(
                "user.email")).map(String::strip).map(Author::bare);
        return new Author(name.get() + address.map(text -> " <" + text + ">").orElse(""), name.get());
    }

    private static Optional<String> variable(Map<String, String> environment, String... names) {
        return Arrays.stream(names).filter(environment::containsKey).map(environment::get).findFirst();
    }

    private static String bare(String address) {
        return address.startsWith("<") && address.endsWith(">") ? address.substring(1, address.length() - 1) : address;
    }
}
