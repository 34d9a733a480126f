package dev.spinjvm.plugins.hippo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /// A login that can be used.
    public record Login(String url, HippoToken token, boolean acceptsAnyCertificate) {}

    /// The server and the login, asked for where nothing else says.
    ///
    /// @throws IllegalArgumentException if options contradict each other
    public Login login() {
        checkExclusions();
        Optional<SavedLogin> saved = files.read(options.environmentName());
        String url = either(options.url(), "HIPPO_URL").or(() -> saved.map(SavedLogin::url)).orElseGet(() -> asking.line("Hippo URL: ",
                "name the server with --hippo-url or HIPPO_URL"));
        Optional<SavedLogin> same = saved.filter(login -> login.url().equals(url));
        boolean anyCertificate = options.acceptsAnyCertificate() || same.map(SavedLogin::acceptsAnyCertificate).orElse(false);
        return new Login(url, token(url, same, anyCertificate), anyCertificate);
    }

    /// The Bindle server beside a Hippo, asked for where nothing else says.
    public BindleServer bindle(Login login) {
        Optional<SavedLogin> saved = files.read(options.environmentName());
        String url = either(options.bindleUrl(), "BINDLE_SERVER_URL", "BINDLE_URL").or(() -> saved.map(SavedLogin::bindleUrl)).orElseGet(
                () -> asking.line("Bindle URL: ", "name the server with --bindle-server or BINDLE_SERVER_URL"));
        return BindleServer.of(url, either(options.bindleUser(), "BINDLE_USERNAME").or(() -> saved.map(SavedLogin::bindleUser)), either(
                options.bindlePassword(), "BINDLE_PASSWORD").or(() -> saved.map(SavedLogin::bindlePassword)), login
                        .acceptsAnyCertificate());
    }

    private void checkExclusions() {
        if (options.token() != null && (options.user() != null || options.password() != null)) {
            throw new IllegalArgumentException("the argument '--hippo-token' cannot be used with '"
                    + (options.user() != null ? "--hippo-username" : "--hippo-password") + "'");
        }
        if (options.password() != null && either(options.user(), "HIPPO_USERNAME").isEmpty()) {
            throw new IllegalArgumentException("--hippo-password needs --hippo-username");
        }
    }

    private HippoToken token(String url, Optional<SavedLogin> saved, boolean anyCertificate) {
        if (options.token() != null) {
            return new HippoToken(options.token(), null);
        }
        boolean written = options.user() != null || options.password() != null;
        Optional<String> token = either(null, "HIPPO_TOKEN");
        if (token.isPresent() && !written) {
            return new HippoToken(token.get(), null);
        }
        Optional<String> user = either(options.user(), "HIPPO_USERNAME");
        if (user.isPresent()) {
            String password = either(options.password(), "HIPPO_PASSWORD").orElseGet(() -> asking.secret("Hippo password: ",
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

    /// What was written, else the first variable that is set.
    private Optional<String> either(@Nullable String option, String... variables) {
        return Optional.ofNullable(option).or(() -> Stream.of(variables).map(name -> environment.getOrDefault(name, "")).filter(
                value -> !value
                        .isEmpty()).findFirst());
    }
}
