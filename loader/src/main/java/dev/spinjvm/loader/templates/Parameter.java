package dev.spinjvm.loader.templates;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a template has to be told.
///
/// @param id its name
/// @param prompt how to ask for it
/// @param preset the value that is taken when none is given
/// @param pattern what must be found in the value
/// @param allowed the values there are; empty for any
public record Parameter(String id, String prompt, Optional<String> preset, @Nullable Pattern pattern, List<String> allowed) {
    /// What is wrong with a value.
    public Optional<String> problem(String value) {
        if (pattern != null && !pattern.matcher(value).find()) {
            return Optional.of("Input '" + value + "' does not match pattern '" + pattern + "'");
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            return Optional.of("Input '" + value + "' is not one of the allowed values (" + String.join(", ", allowed) + ")");
        }
        return Optional.empty();
    }
}
