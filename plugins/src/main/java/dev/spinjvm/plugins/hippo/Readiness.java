package dev.spinjvm.plugins.hippo;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.web.Answer;
import dev.spinjvm.plugins.web.Credentials;
import dev.spinjvm.plugins.web.Request;
import dev.spinjvm.plugins.web.WebClient;
import dev.spinjvm.plugins.web.WebException;

/// Whether an application that was deployed answers, and with the version that was deployed.
public final class Readiness {
    private static final String INFO = ".well-known/spin/info";
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String base;
    private final String userAgent;
    private final Connections connections;
    private final boolean acceptsAnyCertificate;

    /// @param base the application's URL, without a slash at its end
    /// @param connections the way there
    public Readiness(String base, String userAgent, Connections connections, boolean acceptsAnyCertificate) {
        this.base = base;
        this.userAgent = userAgent;
        this.connections = connections;
        this.acceptsAnyCertificate = acceptsAnyCertificate;
    }

    /// Waits.
    ///
    /// @param version of the bindle
    /// @param tick called before each try
    /// @return whether it was ready in time
    public boolean await(String version, Duration patience, Runnable tick) {
        long end = System.nanoTime() + patience.toNanos();
        try (WebClient web = new WebClient(URI.create(base + "/"), new Credentials.None(), userAgent, connections, acceptsAnyCertificate)) {
            do {
                tick.run();
                if (isReady(web, version)) {
                    return true;
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), Math.max(0, end - System.nanoTime())));
            } while (System.nanoTime() < end);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isReady(WebClient web, String version) {
        try {
            Answer answer = web.send(Request.of("GET", INFO, "application/json"));
            return answer.isSuccess() && isVersion(answer, version);
        } catch (WebException _) {
            return false;
        }
    }

    /// A server that does not say which version it has is believed to have the right one.
    private static boolean isVersion(Answer answer, String version) {
        try {
            String served = StrictJson.text(StrictJson.object(answer.body()), "bindle_version");
            return served == null || served.equals(version);
        } catch (JsonException _) {
            return true;
        }
    }
}
