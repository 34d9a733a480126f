import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A build driver (`spin build --build-driver command`) that runs the commands of each component in a shell, one component after the other, and
/// makes sure that what they were to make is there.
final class BuildCommand {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String request = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        switch (arguments[0]) {
            case "describe" -> System.out.println("""
                    {"protocol":1,"kind":"build","handles":{},"config":{"shell":{"help":"The shell","env":"BUILD_SHELL","default":"/bin/sh"}}}""");
            case "run" -> run((Map<?, ?>) Json.read(request));
            default -> System.exit(64);
        }
    }

    private static void run(Map<?, ?> request) throws IOException, InterruptedException {
        Path root = Path.of((String) request.get("appRoot"));
        List<String> results = new ArrayList<>();
        for (Object element : (List<?>) request.get("components")) {
            Map<?, ?> component = (Map<?, ?>) element;
            String id = (String) component.get("id");
            System.out.println("{\"event\":\"progress\",\"message\":" + Json.quote("Building component " + id) + "}");
            System.out.flush();
            Object workdir = component.get("workdir");
            boolean ok = true;
            for (Object command : (List<?>) component.get("command")) {
                ok = ok && run((String) command, workdir == null ? root : root.resolve((String) workdir));
            }
            Path artifact = root.resolve((String) component.get("source"));
            ok = ok && Files.exists(artifact);
            results.add("{\"id\":" + Json.quote(id) + ",\"ok\":" + ok + ",\"artifact\":" + Json.quote(artifact.toString()) + "}");
        }
        System.out.println("{\"event\":\"result\",\"components\":[" + String.join(",", results) + "]}");
    }

    /// What the command prints is for people, and so goes to the standard error.
    private static boolean run(String command, Path folder) throws IOException, InterruptedException {
        String shell = System.getenv().getOrDefault("BUILD_SHELL", "/bin/sh");
        Process process = new ProcessBuilder(shell, "-c", command + " 1>&2").directory(folder.toFile()).redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return process.waitFor() == 0;
    }
}
