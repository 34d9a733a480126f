package dev.spinjvm.plugins.hippo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.plugins.bindle.BindleServer;
import dev.spinjvm.plugins.web.Credentials;
import org.jspecify.annotations.Nullable;

/// Who deploys, and where (SIP 001): options before environment variables before the file of the last login; a token before a password;
/// what is missing is asked for.
public final class HippoAccess {
    private final Options options;
    private final Map<String, String> environment;
    private final LoginFiles files;
    private final Asking asking;
    private final Instant now;
    private final String userAgent;

    /// What was written on the command line; null for what was not.
    public record Options(@Nullable String url, @Nullable String token, @Nullable String user, @Nullable String password,
            @Nullable String bindleUrl, @Nullable String bindleUser, @Nullable String bindlePassword, boolean acceptsAnyCertificate,
            @Nullable String environmentName) {
        @Override
        public String toString() {
            return "Options[url=" + url + "]";
        }
    }

    /// A person, or nobody.
    public interface Asking {
        /// @param hint what to do where nobody can be asked
        String line(String question, String hint);

        /// Asks for what is not shown.
        String secret(String question, String hint);
    }

    /// @param now to know which tokens have expired
    public HippoAccess(Options options, Map<String, String> environment, LoginFiles files, Asking asking, Instant now, String userAgent) {
        this.options = options;
        this.environment = environment;
        this.files = files;
        this.asking = asking;
        this.now = now;
        this.userAgent = userAgent;
    }

    /// What is known in the end.
    ///
    /// @param token for Hippo
    public record Resolved(String url, HippoToken token, BindleServer bindle, boolean acceptsAnyCertificate) {}

    /// The servers and the login, asked for where nothing else says.
    public Resolved resolve() {
        checkExclusions();
        Optional<SavedLogin> saved = files.read(options.environmentName());
        String url = first(options.url(), variable("HIPPO_URL"), saved.map(SavedLogin::url).orElse(null)).orElseGet(() -> asking.line(
                "Hippo URL: ", "name the server with --hippo-url or HIPPO_URL"));
        boolean anyCertificate = options.acceptsAnyCertificate() || saved.filter(login -> login.url().equals(url)).map(
                SavedLogin::acceptsAnyCertificate).orElse(false);
        HippoToken token = token(url, saved.filter(login -> login.url().equals(url)), anyCertificate);
        return new Resolved(url, token, bindle(saved, anyCertificate), anyCertificate);
    }

    private void checkExclusions() {
        if (options.token() != null && (options.user() != null || options.password() != null)) {
            throw new IllegalArgumentException("the argument '--hippo-token' cannot be used with '"
                    + (options.user() != null ? "--hippo-username" : "--hippo-password") + "'");
        }
        if (options.password() != null && first(options.user(), variable("HIPPO_USERNAME")).isEmpty()) {
            throw new IllegalArgumentException("--hippo-password needs --hippo-username");
        }
    }

    private HippoToken token(String url, Optional<SavedLogin> saved, boolean anyCertificate) {
        if (options.token() != null) {
            return new HippoToken(options.token(), null);
        }
        boolean written = options.user() != null || options.password() != null;
        Optional<String> token = variable("HIPPO_TOKEN");
        if (token.isPresent() && !written) {
            return new HippoToken(token.get(), null);
        }
        Optional<String> user = first(options.user(), variable("HIPPO_USERNAME"));
        if (user.isPresent()) {
            String password = first(options.password(), variable("HIPPO_PASSWORD")).orElseGet(() -> asking.secret("Hippo password: ",
                    "give the password with HIPPO_PASSWORD or --hippo-password"));
            return logIn(url, user.get(), password, anyCertificate);
        }
        HippoToken kept = saved.map(SavedLogin::token).orElse(null);
        if (kept != null && !kept.isExpired(now)) {
            return kept;
        }
        if (options.environmentName() != null) {
            String name = options.environmentName();
            throw new HippoException((kept == null
                    ? "You have no instance saved as '" + name + "'"
                    : "Your login to this environment has expired")
                    + "\nRun `spin login --environment-name " + name + "` to log in" + (kept == null ? "" : " again"));
        }
        return askAndKeep(url, anyCertificate);
    }

    private HippoToken askAndKeep(String url, boolean anyCertificate) {
        String hint = "log in with `spin login`, or give --hippo-token, or --hippo-username and --hippo-password";
        String user = asking.line("Hippo username: ", hint);
        HippoToken token = logIn(url, user, asking.secret("Hippo password: ", hint), anyCertificate);
        Optional<SavedLogin> saved = files.read(null);
        files.write(null, new SavedLogin(url, saved.map(SavedLogin::bindleUrl).orElse(null), saved.map(SavedLogin::bindleUser).orElse(null),
                saved.map(SavedLogin::bindlePassword).orElse(null), anyCertificate, token));
        return token;
    }

    /// A new token.
    public HippoToken logIn(String url, String user, String password, boolean anyCertificate) {
        try (HippoClient client = new HippoClient(url, new Credentials.None(), userAgent, anyCertificate)) {
            return client.logIn(user, password);
        }
    }

    private BindleServer bindle(Optional<SavedLogin> saved, boolean anyCertificate) {
        String url = first(options.bindleUrl(), variable("BINDLE_SERVER_URL"), variable("BINDLE_URL"), saved.map(SavedLogin::bindleUrl)
                .orElse(null)).orElseGet(() -> asking.line("Bindle URL: ", "name the server with --bindle-server or BINDLE_SERVER_URL"));
        Optional<String> user = first(options.bindleUser(), variable("BINDLE_USERNAME"), saved.map(SavedLogin::bindleUser).orElse(null));
        Optional<String> password = first(options.bindlePassword(), variable("BINDLE_PASSWORD"), saved.map(SavedLogin::bindlePassword)
                .orElse(null));
        if (user.isPresent() != password.isPresent()) {
            throw new HippoException("--bindle-username and --bindle-password are needed together; " + (user.isPresent()
                    ? "--bindle-password"
                    : "--bindle-username") + " is missing");
        }
        return new BindleServer(url, user.isPresent() ? new Credentials.Basic(user.get(), password.orElseThrow()) : new Credentials.None(),
                anyCertificate);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<String> first(@Nullable Object... alternatives) {
        for (Object alternative : alternatives) {
            if (alternative instanceof String text) {
                return Optional.of(text);
            }
            if (alternative instanceof Optional<?> optional && optional.isPresent()) {
                return Optional.of((String) optional.get());
            }
        }
        return Optional.empty();
    }
}
