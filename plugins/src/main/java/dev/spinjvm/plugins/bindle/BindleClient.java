package dev.spinjvm.plugins.bindle;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.spinjvm.oci.http.Connections;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.web.Answer;
import dev.spinjvm.plugins.web.Credentials;
import dev.spinjvm.plugins.web.Request;
import dev.spinjvm.plugins.web.WebClient;
import org.jspecify.annotations.Nullable;

/// The protocol of Bindle servers, version 1 (`docs/protocol-spec.md` of Bindle). Safe for use by several threads.
public final class BindleClient implements AutoCloseable {
    private static final String TOML = "application/toml";

    private final BindleServer server;
    private final String userAgent;
    private final Connections connections;
    private final WebClient web;

    /// @param connections the way to the server
    public BindleClient(BindleServer server, String userAgent, Connections connections) {
        this.server = server;
        this.userAgent = userAgent;
        this.connections = connections;
        this.web = new WebClient(server.base(), server.credentials(), userAgent, connections, server.acceptsAnyCertificate());
    }

    /// A new bindle on the server.
    ///
    /// @param missing the parcels that it still needs
    public record Created(Invoice invoice, List<Label> missing) {
        public Created {
            missing = List.copyOf(missing);
        }
    }

    /// Creates a bindle. Its parcels are sent afterwards.
    ///
    /// @throws BindleException.Exists if it is there
    public Created create(Invoice invoice) {
        Answer answer = web.send(Request.of("POST", "_i", TOML, invoice.toToml()));
        if (answer.status() == 409) {
            throw new BindleException.Exists(invoice.id());
        }
        TomlReader in = success(answer, "creating " + invoice.id());
        return new Created(InvoiceReader.invoice(in.requiredTable("invoice")), labels(in));
    }

    /// The invoice of a bindle.
    ///
    /// @param evenYanked whether one that was taken back will do
    /// @throws BindleException.NotFound if there is none
    /// @throws BindleException.Yanked if it was taken back
    public Invoice invoice(BindleId id, boolean evenYanked) {
        Answer answer = web.send(Request.of("GET", "_i/" + id + (evenYanked ? "?yanked=true" : ""), TOML));
        if (answer.status() == 403 && error(answer).toLowerCase(java.util.Locale.ROOT).contains("yanked")) {
            throw new BindleException.Yanked(id);
        }
        if (answer.status() == 404) {
            throw new BindleException.NotFound("There is no bindle " + id + " on " + web.base());
        }
        check(answer, "reading " + id);
        Invoice invoice = Invoice.read(answer.text(), "the answer of " + web.base());
        if (!invoice.id().equals(id)) {
            throw new BindleException(web.base() + " answered with the invoice of " + invoice.id() + " for that of " + id);
        }
        return invoice;
    }

    /// The invoice of a bindle, even of one that was taken back, or nothing.
    public Optional<Invoice> find(BindleId id) {
        try {
            return Optional.of(invoice(id, true));
        } catch (BindleException.NotFound _) {
            return Optional.empty();
        }
    }

    /// Takes a bindle back.
    public void yank(BindleId id) {
        check(web.send(Request.of("DELETE", "_i/" + id, TOML)), "yanking " + id);
    }

    /// The parcels that a bindle has no bytes for.
    public List<Label> missing(BindleId id) {
        return labels(success(web.send(Request.of("GET", "_r/missing/" + id, TOML)), "asking for the missing parcels of " + id));
    }

    /// Sends the bytes of a parcel. That somebody else has sent them meanwhile is no error.
    public void send(BindleId id, Label label, Path file) {
        try {
            Answer answer = web.send(new Request("POST", path(id, label.sha256()), "application/octet-stream", BodyPublishers.ofFile(file),
                    TOML), label.size());
            if (answer.status() != 409) {
                check(answer, "sending the parcel '" + label.name() + "' of " + id);
            }
        } catch (FileNotFoundException e) {
            throw new BindleException("Missing parcel: '" + file + "'", e);
        }
    }

    /// What is done with the bytes of a parcel.
    public interface Sink {
        /// @param bytes not verified; end with the parcel
        void take(InputStream bytes);
    }

    /// Hands over the bytes of a parcel, not verified yet.
    ///
    /// @throws BindleException.NotFound if they are not there
    public void parcel(BindleId id, Label label, Sink sink) {
        web.exchange(Request.of("GET", path(id, label.sha256()), "*/*"), label.size(), response -> {
            if (response.statusCode() == 200) {
                sink.take(response.body());
                return null;
            }
            Answer answer = new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
                    response.body().readNBytes(1 << 16));
            if (answer.status() == 404) {
                throw new BindleException.NotFound("The parcel '" + label.name() + "' (" + label.sha256() + ") of " + id + " is not on "
                        + web.base());
            }
            check(answer, "reading the parcel '" + label.name() + "' of " + id);
            return null;
        });
    }

    /// Some of the bindles that a search found.
    ///
    /// @param total how many it found in all
    public record Matches(long offset, long total, boolean more, List<Invoice> invoices) {
        public Matches {
            invoices = List.copyOf(invoices);
        }
    }

    /// Searches.
    ///
    /// @param version a requirement on versions, null for any
    /// @param offset how many to leave out
    public Matches query(String term, @Nullable String version, long offset, boolean yanked) {
        String path = "_q?q=" + encode(term) + (version == null ? "" : "&v=" + encode(version)) + "&o=" + offset + (yanked
                ? "&yanked=true"
                : "");
        TomlReader in = success(web.send(Request.of("GET", path, TOML)), "searching");
        return new Matches(in.number("offset"), in.number("total"), in.flag("more").orElse(false),
                in.tables("invoices").stream().map(InvoiceReader::invoice).toList());
    }

    /// The public keys of the server itself.
    public Keyring keys(Set<Role> roles) {
        String names = new TreeSet<>(roles).stream().map(Role::toString).collect(Collectors.joining(","));
        Answer answer = web.send(Request.of("GET", "bindle-keys?roles=" + names, TOML));
        check(answer, "asking for keys");
        return Keyring.read(answer.text(), "the answer of " + web.base());
    }

    /// Whether the server says that it is well.
    public boolean isHealthy() {
        URI base = web.base();
        try (WebClient root = new WebClient(base.resolve("/"), new Credentials.None(), userAgent, connections, server
                .acceptsAnyCertificate())) {
            return root.send(Request.of("GET", "healthz", TOML)).isSuccess();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String path(BindleId id, String sha256) {
        return "_i/" + id + "@" + sha256;
    }

    private static List<Label> labels(TomlReader in) {
        return in.tables("missing").stream().map(InvoiceReader::label).toList();
    }

    private TomlReader success(Answer answer, String what) {
        check(answer, what);
        return TomlReader.of(answer.text(), "the answer of " + web.base());
    }

    private void check(Answer answer, String what) {
        if (answer.isSuccess()) {
            return;
        }
        String problem = switch (answer.status()) {
            case 401 -> "it wants other credentials (--bindle-username and --bindle-password)";
            case 403 -> "access denied";
            default -> error(answer);
        };
        throw new BindleException(what + " failed: " + web.base() + " answered " + answer.status() + (problem.isEmpty()
                ? ""
                : ": " + problem));
    }

    /// What the server says of a problem, as far as it can be understood.
    private static String error(Answer answer) {
        try {
            return TomlReader.of(answer.text(), "answer").optionalText("error").orElse("");
        } catch (BindleException _) {
            return answer.text().lines().findFirst().orElse("");
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
