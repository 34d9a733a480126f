package dev.spinjvm.plugins.hippo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.spinjvm.oci.http.Connections;
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
    private final Connections connections;

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
    /// @param connections the way to the server
    public HippoAccess(Options options, Map<String, String> environment, LoginFiles files, Asking asking, Instant now, String userAgent,
            Connections connections) {
        this.options = options;
        this.environment = environment;
        this.files = files;
        this.asking = asking;
        this.now = now;
        this.userAgent = userAgent;
        this.connections = connections;
    }

    /// A login that can be used.
    ///
    /// @param saved whether the token is the one of the last login's file
    public record Login(String url, HippoToken token, boolean acceptsAnyCertificate, boolean saved) {}

    /// A Bindle server, and who asks it.
    ///
    /// @param user null for nobody
    /// @param password null for none
    public record Bindle(String url, @Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return "Bindle[" + url + "]";
        }
    }

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
        Optional<HippoToken> given = given(url, anyCertificate);
        if (given.isPresent()) {
            return new Login(url, given.get(), anyCertificate, false);
        }
        HippoToken kept = same.map(SavedLogin::token).orElse(null);
        return kept != null && !kept.isExpired(now)
                ? new Login(url, kept, anyCertificate, true)
                : new Login(url, loggedInAgain(url, kept != null, anyCertificate), anyCertificate, false);
    }

    /// A login that the server accepts: a saved token may have ended there before its time, and then a person logs in again.
    public Login confirmed(Login login) {
        if (!login.saved()) {
            return login;
        }
        try (HippoClient client = new HippoClient(login.url(), new Credentials.Bearer(login.token().token()), userAgent, connections, login
                .acceptsAnyCertificate())) {
            if (client.acceptsLogin()) {
                return login;
            }
        }
        return new Login(login.url(), loggedInAgain(login.url(), true, login.acceptsAnyCertificate()), login.acceptsAnyCertificate(),
                false);
    }

    /// The Bindle server beside a Hippo, asked for where nothing else says.
    public BindleServer bindle(Login login) {
        Optional<SavedLogin> saved = files.read(options.environmentName());
        Optional<String> known = either(options.bindleUrl(), "BINDLE_SERVER_URL", "BINDLE_URL").or(() -> saved.map(SavedLogin::bindleUrl));
        if (known.isEmpty()) {
            Bindle asked = askForBindle();
            return BindleServer.of(asked.url(), Optional.ofNullable(asked.user()), Optional.ofNullable(asked.password()), login
                    .acceptsAnyCertificate());
        }
        // What was saved for one server is not sent to another.
        Optional<SavedLogin> same = saved.filter(kept -> known.get().equals(kept.bindleUrl()));
        return BindleServer.of(known.get(), either(options.bindleUser(), "BINDLE_USERNAME").or(() -> same.map(SavedLogin::bindleUser)),
                either(options.bindlePassword(), "BINDLE_PASSWORD").or(() -> same.map(SavedLogin::bindlePassword)), login
                        .acceptsAnyCertificate());
    }

    /// Asks for the Bindle server, and for who uses it where that is not written either.
    public Bindle askForBindle() {
        String hint = "name the server with --bindle-server or BINDLE_SERVER_URL";
        String url = asking.line("Bindle URL: ", hint);
        String user = either(options.bindleUser(), "BINDLE_USERNAME").orElseGet(() -> asking.line(
                "Bindle username (blank for unauthenticated): ", hint));
        return user.isBlank()
                ? new Bindle(url, null, null)
                : new Bindle(url, user, either(options.bindlePassword(), "BINDLE_PASSWORD").orElseGet(() -> asking.secret(
                        "Bindle password: ", hint)));
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

    /// The token that options and variables give, or get; nothing where they say nothing of a login.
    private Optional<HippoToken> given(String url, boolean anyCertificate) {
        if (options.token() != null) {
            return Optional.of(new HippoToken(options.token(), null));
        }
        boolean written = options.user() != null || options.password() != null;
        Optional<String> token = either(null, "HIPPO_TOKEN");
        if (token.isPresent() && !written) {
            return Optional.of(new HippoToken(token.get(), null));
        }
        return either(options.user(), "HIPPO_USERNAME").map(user -> logIn(url, user, either(options.password(), "HIPPO_PASSWORD")
                .orElseGet(() -> asking.secret("Hippo password: ", "give the password with HIPPO_PASSWORD or --hippo-password")),
                anyCertificate));
    }

    /// @param again whether there was a login that has ended
    private HippoToken loggedInAgain(String url, boolean again, boolean anyCertificate) {
        if (options.environmentName() != null) {
            String name = options.environmentName();
            throw new HippoException((again
                    ? "Your login to this environment has expired"
                    : "You have no instance saved as '" + name + "'") + "\nRun `spin login --environment-name " + name + "` to log in"
                    + (again ? " again" : ""));
        }
        return askAndKeep(url, again, anyCertificate);
    }

    private HippoToken askAndKeep(String url, boolean again, boolean anyCertificate) {
        String hint = (again ? "the login to " + url + " has expired: " : "")
                + "log in with `spin login`, or give --hippo-token, or --hippo-username and --hippo-password";
        String user = asking.line("Hippo username: ", hint);
        HippoToken token = logIn(url, user, asking.secret("Hippo password: ", hint), anyCertificate);
        Optional<SavedLogin> saved = files.read(null);
        files.write(null, new SavedLogin(url, saved.map(SavedLogin::bindleUrl).orElse(null), saved.map(SavedLogin::bindleUser).orElse(null),
                saved.map(SavedLogin::bindlePassword).orElse(null), anyCertificate, token));
        return token;
    }

    /// A new token.
    public HippoToken logIn(String url, String user, String password, boolean anyCertificate) {
        try (HippoClient client = new HippoClient(url, new Credentials.None(), userAgent, connections, anyCertificate)) {
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
