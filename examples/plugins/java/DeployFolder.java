import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// A deploy provider (`spin deploy folder`) whose platform is a folder: each app is a folder there, with its locked app in a file for each
/// version.
final class DeployFolder {
    public static void main(String[] arguments) throws IOException {
        String request = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        switch (arguments[0]) {
            case "describe" -> System.out.println("""
                    {"protocol":1,"kind":"deploy","name":"folder","artifact":"locked-only","triggers":["http"],"auth":["none"],
                    "verbs":["deploy","status","delete"],
                    "config":{"folder":{"help":"Where applications are put","env":"DEPLOY_FOLDER"}}}""");
            case "deploy" -> deploy((Map<?, ?>) Json.read(request));
            case "status" -> status((Map<?, ?>) Json.read(request));
            case "delete" -> delete((Map<?, ?>) Json.read(request));
            default -> System.exit(64);
        }
    }

    private static Path place(Map<?, ?> request) {
        Object folder = request.get("options") instanceof Map<?, ?> options ? options.get("folder") : null;
        if (folder == null) {
            System.out.println("{\"event\":\"error\",\"code\":\"no-folder\",\"message\":\"say with `folder` where to put the application\"}");
            System.exit(1);
        }
        return Path.of((String) folder).resolve((String) ((Map<?, ?>) request.get("app")).get("name"));
    }

    private static void deploy(Map<?, ?> request) throws IOException {
        Map<?, ?> app = (Map<?, ?>) request.get("app");
        String version = (String) app.get("version");
        Path target = place(request).resolve(version + ".json");
        System.out.println("{\"event\":\"progress\",\"message\":" + Json.quote("Writing " + target) + "}");
        if (!Boolean.TRUE.equals(request.get("dryRun"))) {
            Files.createDirectories(target.getParent());
            Files.copy(Path.of((String) app.get("lockedPath")), target, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(target.resolveSibling("current"), version + "\n");
        }
        System.out.println("{\"event\":\"result\",\"url\":" + Json.quote(target.toUri().toString()) + ",\"revision\":" + Json.quote(version) + "}");
    }

    private static void status(Map<?, ?> request) throws IOException {
        Path current = place(request).resolve("current");
        String revision = Files.exists(current) ? Files.readString(current).strip() : "";
        System.out.println("{\"event\":\"result\",\"deployed\":" + !revision.isEmpty() + ",\"revision\":" + Json.quote(revision) + "}");
    }

    private static void delete(Map<?, ?> request) throws IOException {
        Path place = place(request);
        if (Files.isDirectory(place)) {
            try (var files = Files.list(place)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(place);
        }
        System.out.println("{\"event\":\"result\"}");
    }
}
