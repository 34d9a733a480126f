package dev.spinjvm.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spinjvm.loader.sources.Parcels;
import dev.spinjvm.loader.sources.RemoteSources;
import dev.spinjvm.oci.CredentialSource;
import dev.spinjvm.oci.Descriptor;
import dev.spinjvm.oci.Digest;
import dev.spinjvm.oci.ImageManifest;
import dev.spinjvm.oci.MediaTypes;
import dev.spinjvm.oci.OciLayout;
import dev.spinjvm.oci.Progress;
import dev.spinjvm.oci.Repository.Selector;
import dev.spinjvm.oci.cache.CacheKeeping;
import dev.spinjvm.oci.cache.RegistryCache;
import dev.spinjvm.oci.http.RegistryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Components whose code lies on web servers, in package registries, and in applications of others.
class RemoteSourcesTest {
    private static final String WASM = "\0asm\r\0\1\0 a component of more than one hundred and twenty-eight bytes, so that it is not inlined "
            + "but becomes a layer of its own, as most are";
    private static final Digest DIGEST = Digest.ofSha256(bytes(WASM));
    private static final String BIG = "0123456789abcdef".repeat(20);
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    @TempDir
    private Path root;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    /// Stands for a Bindle server: content by bindle and parcel.
    private final Map<String, String> bindles = new ConcurrentHashMap<>();
    private final Parcels parcels = (wanted, sink) -> {
        String name = wanted.bindle() + "@" + wanted.parcel().hex();
        asked.add(name);
        String content = bindles.get(name);
        if (content == null) {
            throw new LoadException("there is no such parcel");
        }
        sink.take(new ByteArrayInputStream(bytes(content)), content.length());
    };
    private HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            made.createContext("/", this::answer);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            byte[] body = served.get(path);
            if (path.equals("/moved")) {
                exchange.getResponseHeaders().add("Location", "/there");
                exchange.sendResponseHeaders(302, -1);
            } else if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.getResponseHeaders().add("Content-Type", path.contains("/manifests/") ? OCI : "application/octet-stream");
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    @BeforeEach
    void servesARegistry() {
        served.put("/v2/", bytes("{}"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RegistryCache cache() {
        return RegistryCache.at(root.resolve("cache"), InstantSource.system());
    }

    private RemoteSources sources(PullPolicy policy) {
        return RemoteSources.create(cache(), policy, RegistryOptions.standard(), CredentialSource.NONE, root.resolve("config"), Map.of(),
                InstantSource.system(), Progress.of("test"), parcels);
    }

    private AppDirectory app(String component) {
        return app(component, PullPolicy.ALWAYS);
    }

    /// An application whose component `c` is made of these lines.
    private AppDirectory app(String component, PullPolicy policy) {
        return new AppDirectory(root).manifest("""
                spin_manifest_version = 2
                [application]
                name = "test"
                [[trigger.http]]
                route = "/"
                component = "c"
                [component.c]
                """ + component).sources(sources(policy));
    }

    private static Path wasm(LockedComponent component) {
        return component.source().content().file().orElseThrow();
    }

    private void publish(String repository, String version, String content, String configType) {
        Descriptor config = Descriptor.of(configType, bytes("{}"));
        Descriptor layer = Descriptor.of("application/wasm", bytes(content));
        byte[] manifest = ImageManifest.of(config, List.of(layer), Map.of()).raw().bytes();
        served.put("/v2/" + repository + "/manifests/" + version, manifest);
        served.put("/v2/" + repository + "/blobs/" + layer.digest(), bytes(content));
        served.merge("/v2/" + repository + "/tags/list?n=1000", bytes("{\"name\":\"x\",\"tags\":[\"" + version + "\"]}"), (old,
                one) -> bytes(
                        new String(old, StandardCharsets.UTF_8).replace("[", "[\"" + version + "\",")));
    }

    private void publish(String repository, String version, String content) {
        publish(repository, version, content, "application/vnd.wasm.config.v0+json");
    }

    @Test
    void a_download_is_verified_and_kept() throws IOException {
        served.put("/there", bytes(WASM));
        String source = "source = { url = \"http://" + host() + "/moved\", digest = \"" + DIGEST + "\" }";
        LockedComponent component = app(source).loadComponent();
        assertThat(wasm(component)).hasContent(WASM).hasFileName(DIGEST.toString());
        assertThat(asked).containsExactly("/moved", "/there");

        assertThat(wasm(app(source, PullPolicy.NEVER).loadComponent())).isEqualTo(wasm(component));
        assertThat(asked).hasSize(2);
        assertThat(new CacheKeeping(cache(), _ -> Set.of()).list().contents()).singleElement().satisfies(content -> assertThat(
                content.used()).isTrue());
    }

    @Test
    void a_download_that_is_something_else_is_refused_where_it_is_named() {
        served.put("/there?secret=1", bytes(WASM + "!"));
        AppDirectory app = app("source = { url = \"http://" + host() + "/there?secret=1\", digest = \"" + DIGEST + "\" }");
        assertThat(app.problems()).singleElement().asString().startsWith("8:10: Failed to load component `c`: Failed to load Wasm source")
                .contains("/there?… has the wrong content: expected digest " + DIGEST);
        assertThat(root.resolve("cache/registry/wasm")).isEmptyDirectory();
    }

    @Test
    void without_a_network_nothing_is_asked() {
        AppDirectory app = app("source = { url = \"http://" + host() + "/there\", digest = \"" + DIGEST + "\" }", PullPolicy.NEVER);
        assertThat(app.problems()).singleElement().asString().contains("not in the cache", "--offline");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_version_of_a_package_is_remembered() {
        served.put("/.well-known/wasm-pkg/registry.json", bytes("{\"oci\":{\"registry\":\"" + host()
                + "\",\"namespacePrefix\":\"org/\"}}"));
        publish("org/my/pkg", "1.2.3", WASM);
        String source = "source = { registry = \"" + host() + "\", package = \"my:pkg\", version = \"1.2.3\" }";
        assertThat(wasm(app(source).loadComponent())).hasContent(WASM);

        stop();
        assertThat(wasm(app(source).loadComponent())).hasContent(WASM);
        assertThat(wasm(app(source, PullPolicy.NEVER).loadComponent())).hasContent(WASM);
        assertThat(app("source = { registry = \"" + host() + "\", package = \"my:pkg\", version = \"1.2.4\" }", PullPolicy.NEVER)
                .problems())
                .singleElement().asString().contains("no version of my:pkg that is =1.2.4 is in the cache");
    }

    @Test
    void versions_that_exist_are_told() {
        publish("my/pkg", "1.2.3", WASM);
        publish("my/pkg", "0.9.0-rc.1", WASM);
        AppDirectory app = app("source = { registry = \"" + host() + "\", package = \"my:pkg\", version = \"2.0.0\" }");
        assertThat(app.problems()).singleElement().asString().contains("No matching version found for my:pkg =2.0.0",
                "There are: 1.2.3, 0.9.0-rc.1");
    }

    @Test
    void an_application_is_no_package() {
        publish("my/pkg", "1.0.0", WASM, MediaTypes.IMAGE_CONFIG);
        AppDirectory app = app("source = { registry = \"" + host() + "\", package = \"my:pkg\", version = \"1.0.0\" }");
        assertThat(app.problems()).singleElement().asString().contains("is no package of a Wasm component", "reference = ");
    }

    @Test
    void the_configuration_names_registries() throws IOException {
        publish("my/pkg", "1.0.0", WASM);
        publish("other/pkg", "1.0.0", WASM + "other");
        Path configuration = root.resolve("config/wasm-pkg/config.toml");
        Files.createDirectories(Objects.requireNonNull(configuration.getParent()));
        Files.writeString(configuration, """
                default_registry = "%1$s"
                [namespace_registries]
                files = "here"
                [package_registry_overrides]
                "third:pkg" = { registry = "x.example", metadata = { preferredProtocol = "oci", oci = { registry = "%1$s" } } }
                [registry.here.local]
                root = "packages"
                """.formatted(host()));
        publish("third/pkg", "3.0.0", WASM + "third");
        Path local = root.resolve("config/wasm-pkg/packages/files/pkg/0.1.0.wasm");
        Files.createDirectories(Objects.requireNonNull(local.getParent()));
        Files.writeString(local, WASM + "local");

        assertThat(wasm(app("source = { package = \"my:pkg\", version = \"1.0.0\" }").loadComponent())).hasContent(WASM);
        assertThat(wasm(app("source = { package = \"files:pkg\", version = \"0.1.0\" }").loadComponent())).hasContent(WASM + "local");
        assertThat(wasm(app("source = { package = \"third:pkg\", version = \"3.0.0\" }").loadComponent())).hasContent(WASM + "third");
    }

    @Test
    void a_package_without_a_registry_is_refused() {
        assertThat(app("source = { package = \"my:pkg\", version = \"1.0.0\" }").problems()).singleElement().asString().contains(
                "No default registry specified for wasm-pkg-loader. Create a default config, or set `registry` for package \"my:pkg\"");
    }

    @Test
    void dependencies_take_the_highest_version_that_will_do() {
        for (String version : List.of("0.9.0", "1.0.0", "1.4.0", "1.10.0", "2.0.0", "1.11.0-rc.1")) {
            publish("my/pkg", version, WASM + version);
        }
        String lines = """
                source = "c.wasm"
                [component.c.dependencies]
                "my:pkg/one" = { version = "^1.0", registry = "%1$s" }
                two = { version = "<1", package = "my:pkg", registry = "%1$s", export = "x" }
                """.formatted(host());
        Map<String, LockedDependency> dependencies = app(lines).file("c.wasm", WASM).loadComponent().dependencies();
        assertThat(Objects.requireNonNull(dependencies.get("my:pkg/one")).source().content().file().orElseThrow()).hasContent(WASM
                + "1.10.0");
        assertThat(Objects.requireNonNull(dependencies.get("two")).source().content().file().orElseThrow()).hasContent(WASM + "0.9.0");

        stop();
        Map<String, LockedDependency> offline = app(lines, PullPolicy.NEVER).loadComponent().dependencies();
        assertThat(offline).isEqualTo(dependencies);
    }

    /// An application of somebody else in a directory, pushed as `oci:theirs:v1`.
    private LockedApp packaged() throws IOException {
        var theirs = new AppDirectory(Files.createDirectories(root.resolve("theirs-source"))).manifest("""
                spin_manifest_version = 2
                [application]
                name = "theirs"
                [variables]
                v = { default = "1" }
                [[trigger.http]]
                route = "/"
                component = "site"
                [component.site]
                source = "site.wasm"
                files = ["assets/**/*"]
                environment = { A = "1", B = "2" }
                allowed_outbound_hosts = ["https://example.com"]
                key_value_stores = ["default"]
                variables = { w = "{{ v }}" }
                [component.other]
                source = "other.wasm"
                """).file("site.wasm", WASM).file("other.wasm", WASM + "other").file("assets/big.txt", BIG).file("assets/sub/a.txt", "a")
                .file("assets/sub/b.txt", "b").file("assets/x", "theirs");
        LockedApp app = theirs.load();
        new ArtifactPush(OciLayout.openOrCreate(root.resolve("app/theirs")), 2, Progress.of("push")).push(app, new Selector.ByTag("v1"),
                Files.createTempDirectory(root, "layers"), new ArtifactPush.Options(false, Map.of(), Instant.EPOCH, List.of(), null));
        return app;
    }

    @Test
    void a_packaged_component_brings_its_files_and_nothing_else() throws IOException {
        packaged();
        AppDirectory app = app("""
                source = { reference = "oci:theirs:v1", id = "site" }
                files = [{ source = "mine", destination = "/assets" }]
                environment = { B = "mine" }
                """).file("mine/sub/a.txt", "my a").file("mine/x/deep.txt", "a folder in place of a file").file("mine/new.txt", "new");
        LockedComponent component = app.loadComponent();
        assertThat(wasm(component)).hasContent(WASM);
        assertThat(component.environment()).isEqualTo(Map.of("B", "mine"));
        assertThat(component.allowedOutboundHosts()).isEmpty();
        assertThat(component.keyValueStores()).isEmpty();
        assertThat(component.config()).isEmpty();
        Path assets = app.assets("c");
        assertThat(component.files()).containsExactly(new ContentPath(ContentRef.ofFile(assets), "/"));
        assertThat(contents(assets)).isEqualTo(Map.of("assets/big.txt", BIG, "assets/sub/a.txt", "my a", "assets/sub/b.txt", "b",
                "assets/x/deep.txt", "a folder in place of a file", "assets/new.txt", "new"));
        assertThat(app.warnings()).singleElement().satisfies(note -> assertThat(note.message()).isEqualTo(
                "component `c` is used without what it declares where it comes from: `allowed_outbound_hosts` https://example.com;"
                        + " `environment` A; `key_value_stores` default; `variables` w"));
    }

    @Test
    void packaged_files_need_no_files_of_ones_own() throws IOException {
        packaged();
        AppDirectory app = app("source = { reference = \"oci:theirs:v1\", id = \"site\" }");
        app.loadComponent();
        assertThat(contents(app.assets("c"))).hasSize(4).containsEntry("assets/x", "theirs");
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new ConcurrentHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void an_id_that_does_not_exist_is_answered_with_those_that_do() throws IOException {
        packaged();
        assertThat(app("source = { reference = \"oci:theirs:v1\", id = \"sites\" }").problems()).singleElement().asString().contains(
                "has no component `sites` (did you mean `site`?). It has: site, other");
    }

    @Test
    void code_is_named_by_its_digest() throws IOException {
        packaged();
        AppDirectory app = app("source = { reference = \"oci:theirs:v1\", digest = \"" + DIGEST + "\" }");
        LockedComponent component = app.loadComponent();
        assertThat(wasm(component)).hasContent(WASM);
        assertThat(component.files()).isEmpty();
        assertThat(app.warnings()).isEmpty();

        String unknown = Digest.ofSha256(bytes("?")).toString();
        assertThat(app("source = { reference = \"oci:theirs:v1\", digest = \"" + unknown + "\" }").problems()).singleElement().asString()
                .contains("has no Wasm layer with digest " + unknown + ". It has:\n  " + DIGEST + "  (site)\n  " + Digest.ofSha256(bytes(
                        WASM + "other")) + "  (other)");
    }

    @Test
    void of_an_application_only_the_code_that_is_named_is_transferred() throws IOException {
        packaged();
        Path layout = root.resolve("app/theirs");
        served.put("/v2/their/app/manifests/v1", OciLayout.open(layout).manifest(new Selector.ByTag("v1")).raw().bytes());
        served.put("/v2/their/app/blobs/" + DIGEST, bytes(WASM));
        String source = "source = { reference = \"" + host() + "/their/app:v1\", digest = \"" + DIGEST + "\" }";
        assertThat(wasm(app(source).loadComponent())).hasContent(WASM);
        assertThat(asked.stream().filter(path -> !path.equals("/v2/"))).containsExactly("/v2/their/app/manifests/v1",
                "/v2/their/app/blobs/" + DIGEST);

        asked.clear();
        assertThat(wasm(app(source).loadComponent())).hasContent(WASM);
        assertThat(wasm(app(source, PullPolicy.NEVER).loadComponent())).hasContent(WASM);
        assertThat(asked).isEmpty();
    }

    private static String parcel(String reference, String parcel) {
        return "source = { reference = \"" + reference + "\", parcel = \"" + parcel + "\" }";
    }

    @Test
    void a_parcel_of_a_bindle_is_asked_for_once() {
        bindles.put("their/shop/1.2.0@" + DIGEST.hex(), WASM);
        String source = parcel("their/shop/1.2.0", DIGEST.hex());
        assertThat(app(source, PullPolicy.NEVER).problems()).singleElement().asString().contains("nothing is to be fetched");
        assertThat(asked).isEmpty();

        LockedComponent component = app(source).loadComponent();
        assertThat(wasm(component)).hasContent(WASM);
        assertThat(component.files()).isEmpty();
        assertThat(wasm(app(source).loadComponent())).hasContent(WASM);
        assertThat(wasm(app(parcel("bindle:their/shop/1.2.0", DIGEST.hex()), PullPolicy.NEVER).loadComponent())).hasContent(WASM);
        assertThat(asked).containsExactly("their/shop/1.2.0@" + DIGEST.hex());

        assertThat(app(parcel("their/other/1.0.0", DIGEST.hex())).problems()).singleElement().asString().contains(
                "Failed to load Wasm source of parcel \"" + DIGEST.hex() + "\" from bindle \"their/other/1.0.0\": there is no such parcel");
    }

    @Test
    void a_dependency_may_be_a_parcel() {
        bindles.put("tools/1.0.0@" + DIGEST.hex(), WASM);
        AppDirectory app = app(
                "source = \"c.wasm\"\n[component.c.dependencies]\n\"them:tool/run\" = { reference = \"tools/1.0.0\", parcel = \""
                        + DIGEST.hex() + "\" }\n").file("c.wasm", WASM);
        assertThat(app.loadComponent().dependencies().get("them:tool/run")).satisfies(dependency -> assertThat(dependency.source().content()
                .file().orElseThrow()).hasContent(WASM));
    }

    @Test
    void a_parcel_that_is_something_else_is_refused() {
        bindles.put("shop/1.0.0@" + DIGEST.hex(), WASM.replace("component", "complaint"));
        assertThat(app(parcel("shop/1.0.0", DIGEST.hex())).problems()).singleElement().asString().contains(DIGEST.toString());
        assertThat(app(parcel("shop/1.0.0", DIGEST.hex()), PullPolicy.NEVER).problems()).hasSize(1);
        assertThat(cache().find(DIGEST)).isEmpty();
    }

    @Test
    void what_names_no_parcel_is_refused_unasked() {
        assertThat(app(parcel("shop/1.0.0", "sha256:" + DIGEST.hex())).problems()).singleElement().asString().contains(
                "invalid `parcel` \"sha256:" + DIGEST.hex() + "\"; must be a SHA-256: 64 hexadecimal digits in lower case");
        assertThat(app(parcel("shop:v1", DIGEST.hex())).problems()).singleElement().asString().contains(
                "invalid `reference` \"shop:v1\"; with `parcel` it must be the id of a bindle, NAME/VERSION");
        assertThat(asked).isEmpty();
    }

    @Test
    void an_application_with_parts_of_others_is_pushed_whole() throws IOException {
        packaged();
        LockedApp mine = app("""
                source = { reference = "oci:theirs:v1", id = "site" }
                """).load();
        OciLayout target = OciLayout.openOrCreate(root.resolve("mine"));
        new ArtifactPush(target, 2, Progress.of("push")).push(mine, new Selector.ByTag("v1"), Files.createTempDirectory(root, "layers"),
                new ArtifactPush.Options(false, Map.of(), Instant.EPOCH, List.of(), null));
        ImageManifest manifest = target.manifest(new Selector.ByTag("v1"));
        assertThat(manifest.layers()).extracting(Descriptor::digest).contains(DIGEST, Digest.ofSha256(bytes(BIG)));
    }
}
