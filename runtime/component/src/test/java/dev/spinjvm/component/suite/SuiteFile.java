package dev.spinjvm.component.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One list of commands with the binaries it refers to.
///
/// @param name path below the suite's directory, without `.json`, with `/` between its parts
/// @param path the file itself; the binaries lie beside it
record SuiteFile(String name, Path path, List<Command> commands) {

    /// One command. The fields are those of the JSON; absent texts are null.
    record Command(String type, int line, JsonNode json) {

        @Nullable
        String text(String field) {
            var value = json.get(field);
            return value == null || value.isNull() ? null : value.asText();
        }

        String required(String field) {
            return required(json, field);
        }

        static String required(JsonNode json, String field) {
            var value = json.get(field);
            if (value == null) {
                throw new IllegalArgumentException("no \"" + field + "\" in " + json);
            }
            return value.asText();
        }
    }

    /// The group: the folder of the file, or `.` if it is in the suite's directory itself.
    String group() {
        var slash = name.lastIndexOf('/');
        return slash < 0 ? "." : name.substring(0, slash);
    }

    byte[] binary(Command command) throws IOException {
        return Files.readAllBytes(path.resolveSibling(command.required("filename")));
    }

    /// All files below a directory, by name.
    static List<SuiteFile> readAll(Path directory) throws IOException {
        var mapper = new ObjectMapper();
        var files = new ArrayList<SuiteFile>();
        try (var paths = Files.walk(directory)) {
            for (var path : paths.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                var commands = mapper.readTree(path.toFile()).get("commands");
                if (commands != null && commands.isArray()) {
                    files.add(read(directory, path, commands));
                }
            }
        }
        return files;
    }

    private static SuiteFile read(Path directory, Path path, JsonNode json) {
        var commands = new ArrayList<Command>();
        for (var command : json) {
            commands.add(new Command(Command.required(command, "type"), command.path("line").asInt(), command));
        }
        var relative = directory.relativize(path).toString().replace('\\', '/');
        return new SuiteFile(relative.substring(0, relative.length() - ".json".length()),
                path, commands);
    }
}
