import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A runtime driver (`spin up --driver again`) that serves an application as `spin up` does, and starts it anew when it ends by itself.
final class RunAgain {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String request = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        switch (arguments[0]) {
            case "describe" -> System.out.println("""
                    {"protocol":1,"kind":"run","handles":{"triggers":["http"]},"config":{"times":{"help":"How often at most","env":"RUN_TIMES","default":"3"}}}""");
            case "run" -> run((Map<?, ?>) Json.read(request));
            default -> System.exit(64);
        }
    }

    private static void run(Map<?, ?> request) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(System.getenv("SPIN_BIN_PATH"), "trigger", "http"));
        ((List<?>) request.get("triggerArgs")).forEach(argument -> line.add((String) argument));
        if (request.get("variablesFile") instanceof String file) {
            line.addAll(List.of("--variable", "@" + file));
        }
        int times = Integer.parseInt((String) ((Map<?, ?>) request.get("config")).get("times"));
        for (int time = 1; time <= times; time++) {
            System.out.println("{\"event\":\"progress\",\"message\":" + Json.quote(time + ": " + String.join(" ", line)) + "}");
            System.out.flush();
            if (Boolean.TRUE.equals(request.get("dryRun"))) {
                break;
            }
            ProcessBuilder builder = new ProcessBuilder(line);
            // The standard output is for the answer; what the application prints goes to where people read.
            builder.redirectOutput(ProcessBuilder.Redirect.to(new java.io.File("/dev/stderr"))).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("SPIN_LOCKED_URL", (String) request.get("lockedAppUrl"));
            builder.environment().put("SPIN_WORKING_DIR", (String) request.get("workingDir"));
            ((Map<?, ?>) request.get("env")).forEach((name, value) -> builder.environment().put((String) name, (String) value));
            Process process = builder.start();
            Thread end = new Thread(() -> {
                process.toHandle().destroy();
                process.onExit().join();
            });
            // SIGTERM: the application ends with the driver.
            Runtime.getRuntime().addShutdownHook(end);
            process.waitFor();
            try {
                Runtime.getRuntime().removeShutdownHook(end);
            } catch (IllegalStateException e) {
                return; // The driver was asked to end.
            }
        }
        System.out.println("{\"event\":\"result\"}");
    }
}
