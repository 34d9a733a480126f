package dev.spinjvm.plugins.doubles;

import dev.spinjvm.oci.Digest;
import dev.spinjvm.plugins.bindle.BindleException;
import dev.spinjvm.plugins.bindle.BindleId;
import dev.spinjvm.plugins.bindle.Invoice;
import dev.spinjvm.plugins.bindle.Invoice.Label;
import dev.spinjvm.plugins.bindle.Invoice.Parcel;
import dev.spinjvm.plugins.bindle.Keyring;
import dev.spinjvm.plugins.bindle.Role;
import dev.spinjvm.plugins.bindle.SecretKeys;
import dev.spinjvm.plugins.bindle.Signing;
import dev.spinjvm.plugins.bindle.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A Bindle server in memory (protocol version 1, TOML): immutable invoices, parcels that must match their labels, yanking.
public final class BindleDouble extends HttpDouble {
    private static final String TOML = "application/toml";
    private static final String PREFIX = "/v1/";

    private final Map<String, Invoice> invoices = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> parcels = new ConcurrentHashMap<>();
    private final SecretKeys.Entry hostKey = SecretKeys.Entry.create("Double", List.of(Role.HOST));
    private final @Nullable String login;
    private final @Nullable Keyring keyring;

    private BindleDouble(@Nullable String login, @Nullable Keyring keyring) {
        this.login = login;
        this.keyring = keyring;
        start();
    }

    /// Anybody may do anything.
    public static BindleDouble open() {
        return new BindleDouble(null, null);
    }

    /// Only one user may write; anybody may read with GET, as with the real server's `--htpasswd-file`.
    public static BindleDouble withUser(String user, String password) {
        return new BindleDouble(user + ":" + password, null);
    }

    /// As the server of 0.9: invoices have to be signed by a creator that it knows.
    public static BindleDouble requiringSignatures(Keyring keyring) {
        return new BindleDouble(null, keyring);
    }

    /// The URL with the version of the protocol.
    public String bindleUrl() {
        return url() + "/v1";
    }

    /// The ids of all bindles, sorted.
    public Set<String> ids() {
        return new TreeSet<>(invoices.keySet());
    }

    /// Whether each parcel of a bindle has its bytes.
    public boolean isComplete(String id) {
        Invoice invoice = invoices.get(id);
        return invoice != null && missing(invoice).isEmpty();
    }

    @Override
    protected Reply answer(Question question) {
        if (question.path().equals("/healthz")) {
            return toml(200, "status = \"OK\"\nversion = \"0.8.2\"\n");
        }
        if (!question.path().startsWith(PREFIX)) {
            return error(404, "not found");
        }
        if (!isAllowed(question)) {
            return error(401, "unauthorized");
        }
        String path = question.path().substring(PREFIX.length());
        try {
            if (path.equals("_i")) {
                return question.method().equals("POST") ? create(question) : error(405, "method not allowed");
            }
            if (path.startsWith("_i/")) {
                int at = path.indexOf('@');
                return at < 0
                        ? invoice(question, BindleId.parse(path.substring("_i/".length())))
                        : parcel(question, BindleId.parse(path.substring("_i/".length(), at)), path.substring(at + 1));
            }
            if (path.startsWith("_r/missing/")) {
                Invoice invoice = invoices.get(path.substring("_r/missing/".length()));
                return invoice == null ? error(404, "bindle not found") : toml(200, labels(missing(invoice)));
            }
            return switch (path) {
                case "_q" -> query(question);
                case "bindle-keys" -> toml(200, new Keyring(List.of(hostKey.publicEntry())).toToml());
                default -> error(404, "not found");
            };
        } catch (BindleException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private boolean isAllowed(Question question) {
        if (login == null || question.method().equals("GET")) {
            return true;
        }
        String expected = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return expected.equals(question.headers().getFirst("Authorization"));
    }

    private Reply create(Question question) {
        if (!TOML.equals(question.headers().getFirst("Content-Type"))) {
            return error(415, "unsupported media type");
        }
        Invoice invoice = Invoice.read(question.text(), "body");
        if (invoice.isYanked()) {
            return error(422, "cannot create a yanked invoice");
        }
        if (keyring != null) {
            Verification.GREEDY.verify(invoice, keyring);
        }
        Invoice signed = Signing.sign(invoice, Role.HOST, hostKey, Instant.EPOCH);
        if (invoices.putIfAbsent(invoice.id().toString(), signed) != null) {
            return error(409, "bindle already exists");
        }
        List<Label> missing = missing(signed);
        String body = nested(signed) + (missing.isEmpty() ? "" : "\n" + labels(missing));
        return toml(missing.isEmpty() ? 201 : 202, body);
    }

    /// The invoice below a table named so.
    private static String nested(Invoice invoice) {
        return "[invoice]\n" + invoice.toToml().lines().map(line -> line.startsWith("[[")
                ? "[[invoice." + line.substring(2)
                : line.startsWith("[") ? "[invoice." + line.substring(1) : line).collect(Collectors.joining("\n")) + "\n";
    }

    private Reply invoice(Question question, BindleId id) {
        Invoice invoice = invoices.get(id.toString());
        if (invoice == null) {
            return error(404, "bindle not found");
        }
        return switch (question.method()) {
            case "DELETE" -> {
                invoices.put(id.toString(), invoice.asYanked());
                yield toml(200, "message = \"invoice yanked\"\n");
            }
            case "GET", "HEAD" -> invoice.isYanked() && !question.parameter("yanked", "false").equals("true")
                    ? error(403, "bindle is yanked")
                    : toml(200, invoice.toToml());
            default -> error(405, "method not allowed");
        };
    }

    private Reply parcel(Question question, BindleId id, String sha256) {
        Invoice invoice = invoices.get(id.toString());
        Label label = invoice == null ? null : invoice.parcel(sha256).map(Parcel::label).orElse(null);
        if (label == null) {
            return error(404, "parcel not found");
        }
        byte[] known = parcels.get(sha256);
        if (!question.method().equals("POST")) {
            return known == null ? error(404, "parcel not found") : new Reply(200, label.mediaType(), known);
        }
        if (known != null) {
            return error(409, "parcel already exists");
        }
        if (question.body().length != label.size() || !Digest.ofSha256(question.body()).hex().equals(sha256)) {
            return error(400, "digest does not match");
        }
        parcels.put(sha256, question.body());
        return toml(200, "message = \"parcel created\"\n");
    }

    private List<Label> missing(Invoice invoice) {
        Map<String, Label> missing = new TreeMap<>();
        invoice.parcels().stream().map(Parcel::label).filter(label -> !parcels.containsKey(label.sha256())).forEach(label -> missing
                .putIfAbsent(label.sha256(), label));
        return List.copyOf(missing.values());
    }

    private Reply query(Question question) {
        String term = question.parameter("q", "");
        long offset = Long.parseLong(question.parameter("o", "0"));
        long limit = Long.parseLong(question.parameter("l", "50"));
        List<Invoice> found = invoices.values().stream().filter(invoice -> invoice.id().name().contains(term)).toList();
        List<Invoice> page = found.stream().skip(offset).limit(limit).toList();
        StringBuilder body = new StringBuilder("query = \"" + term + "\"\nstrict = true\noffset = " + offset + "\nlimit = " + limit
                + "\ntotal = " + found.size() + "\nmore = " + (offset + page.size() < found.size()) + "\nyanked = false\n");
        page.forEach(invoice -> body.append("\n[").append(nested(invoice).replace("[invoice", "[invoices").replaceFirst(
                "\\[invoices]", "[invoices]]")));
        return toml(200, body.toString());
    }

    private static String labels(List<Label> labels) {
        if (labels.isEmpty()) {
            return "missing = []\n";
        }
        return labels.stream().map(label -> "[[missing]]\nsha256 = \"" + label.sha256() + "\"\nmediaType = \"" + label.mediaType()
                + "\"\nname = \"" + label.name() + "\"\nsize = " + label.size() + "\n").collect(Collectors.joining("\n"));
    }

    private static Reply toml(int status, String body) {
        return Reply.of(status, TOML, body);
    }

    private static Reply error(int status, String message) {
        return toml(status, "error = \"" + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
    }
}
