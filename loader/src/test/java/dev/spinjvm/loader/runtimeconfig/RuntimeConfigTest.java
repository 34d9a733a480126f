package dev.spinjvm.loader.runtimeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.spinjvm.loader.Diagnostic;
import dev.spinjvm.loader.LoadException;
import dev.spinjvm.loader.ManifestException;
import dev.spinjvm.loader.VariableProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeConfigTest {
    @TempDir
    Path scratch;

    private final List<Diagnostic> warnings = new ArrayList<>();

    private Path directory() {
        return scratch.resolve("config");
    }

    private RuntimeConfig read(String toml) {
        try {
            Files.createDirectories(directory());
            Files.writeString(directory().resolve("runtime.toml"), toml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return RuntimeConfig.read(Path.of("config/runtime.toml"), scratch, warnings::add);
    }

    private List<String> problems(String toml) {
        try {
            read(toml);
            return List.of();
        } catch (ManifestException e) {
            return e.diagnostics().stream().map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message()).toList();
        }
    }

    @Test
    void every_key_is_read() {
        RuntimeConfig config = read("""
                state_dir = "state"
                log_dir = ""
                max_instance_memory = 1000000

                [key_value_store.default]
                type = "spin"
                path = "kv.db"
                [key_value_store.memory]
                type = "spin"
                [key_value_store.cache]
                type = "redis"
                url = "redis://user:pass@localhost:6379"
                [key_value_store.cosmos]
                type = "azure_cosmos"
                key = "k"
                account = "a"
                database = "d"
                container = "c"
                [key_value_store.dynamo]
                type = "aws_dynamo"
                access_key = "ak"
                secret_key = "sk"
                token = "t"
                region = "eu-west-1"
                consistent_read = true
                table = "tab"

                [sqlite_database.default]
                type = "spin"
                path = "/var/db.sqlite"
                allow_attach_file = true
                [sqlite_database.remote]
                type = "libsql"
                url = "https://db.example.com"
                token = "tok"

                [[variables_provider]]
                type = "static"
                values = { a = "1", b = "2" }
                [[variables_provider]]
                type = "env"
                prefix = "APP"
                dotenv_path = "secrets.env"
                [[variables_provider]]
                type = "vault"
                url = "http://127.0.0.1:8200"
                token = "root"
                mount = "secret"
                prefix = "app"
                [[variables_provider]]
                type = "azure_key_vault"
                vault_url = "https://v.vault.azure.net"
                client_id = "id"
                client_secret = "cs"
                tenant_id = "tn"
                authority_host = "AzureChina"

                [llm_compute]
                type = "remote_http"
                url = "https://llm.example.com"
                auth_token = "at"
                api_type = "open_ai"

                [outbound_networking]
                block_networks = ["private", "8.8.8.0/24"]
                max_socket_connections = 5
                max_total_connections = 50
                [outbound_http]
                connection_pooling = true
                max_connections = 7
                [outbound_redis]
                max_connections = 1
                [outbound_pg]
                max_connections = 2
                [outbound_mysql]
                max_connections = 3
                [outbound_mqtt]
                max_connections = 4
                max_payload_size_bytes = 1024

                [[client_tls]]
                component_ids = ["one", "two"]
                hosts = ["db.example.com", "localhost"]
                ca_roots_file = "ca.pem"
                client_cert_file = "cert.pem"
                client_private_key_file = "/keys/key.pem"
                """);
        assertThat(config.stateDirectory()).isEqualTo(new DirectoryChoice.At(directory().resolve("state")));
        assertThat(config.logDirectory()).isEqualTo(new DirectoryChoice.None());
        assertThat(config.maxInstanceMemory()).hasValue(1_000_000);
        assertThat(config.keyValueStores()).containsEntry("default", new KeyValueStore.Local(Optional.of(directory().resolve("kv.db"))))
                .containsEntry("memory", new KeyValueStore.Local(Optional.empty()))
                .containsEntry("cache", new KeyValueStore.Redis(new Secret("redis://user:pass@localhost:6379")))
                .containsEntry("cosmos", new KeyValueStore.AzureCosmos(Optional.of(new Secret("k")), "a", "d", "c"))
                .containsEntry("dynamo", new KeyValueStore.AwsDynamo(Optional.of(new KeyValueStore.AwsKeys(new Secret("ak"), new Secret(
                        "sk"),
                        Optional.of(new Secret("t")))), "eu-west-1", true, "tab"));
        assertThat(config.sqliteDatabases())
                .containsEntry("default", new SqliteDatabase.Local(Optional.of(Path.of("/var/db.sqlite")), true))
                .containsEntry("remote", new SqliteDatabase.Libsql("https://db.example.com", new Secret("tok")));
        assertThat(config.variables()).extracting(VariablesSource::type).containsExactly("static", "env", "vault", "azure_key_vault");
        assertThat(config.variables().get(1)).isEqualTo(new VariablesSource.Environment(Optional.of("APP"), Optional.of(directory().resolve(
                "secrets.env"))));
        assertThat(config.variables().get(3)).isInstanceOfSatisfying(VariablesSource.AzureKeyVault.class,
                vault -> assertThat(vault.principal()).contains(new VariablesSource.AzurePrincipal("id", new Secret("cs"), "tn",
                        VariablesSource.AzureAuthority.CHINA)));
        assertThat(config.llmCompute()).contains(new LlmCompute.RemoteHttp("https://llm.example.com", new Secret("at"),
                LlmCompute.ApiType.OPEN_AI));
        OutboundSettings outbound = config.outbound();
        assertThat(outbound.networking().blocked().allPrivate()).isTrue();
        assertThat(outbound.networking().blocked().networks()).singleElement().hasToString("8.8.8.0/24");
        assertThat(outbound.networking().socketConnections()).hasValue(5);
        assertThat(outbound.networking().totalConnections()).hasValue(50);
        assertThat(outbound.http()).contains(new OutboundSettings.Http(true, OptionalLong.of(7)));
        assertThat(outbound.redisConnections()).hasValue(1);
        assertThat(outbound.postgresConnections()).hasValue(2);
        assertThat(outbound.mysqlConnections()).hasValue(3);
        assertThat(outbound.mqttConnections()).hasValue(4);
        assertThat(outbound.mqttPayloadBytes()).hasValue(1024);
        assertThat(config.clientTls()).containsExactly(new ClientTls(List.of("one", "two"), List.of("db.example.com", "localhost"), false,
                false, Optional.of(directory().resolve("ca.pem")), Optional.of(new ClientTls.Identity(directory().resolve("cert.pem"),
                        Path.of("/keys/key.pem")))));
        assertThat(warnings).isEmpty();
    }

    @Test
    void empty_file_configures_nothing() {
        RuntimeConfig config = read("");
        assertThat(config).isEqualTo(new RuntimeConfig(Optional.of(Path.of("config/runtime.toml")), new DirectoryChoice.Usual(),
                new DirectoryChoice.Usual(), OptionalLong.empty(), Map.of(), Map.of(), List.of(), Optional.empty(), List.of(),
                OutboundSettings.NONE));
        assertThat(RuntimeConfigSummary.of(config)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            colour = 1                                                       | 1:1: unknown field `colour`
            [key_value_store.a]\\ntype = "mongo"                              | 2:8: unknown key-value store type `mongo`, expected one of `spin`, `redis`, `azure_cosmos`, `aws_dynamo`
            [key_value_store.a]\\npath = "x"                                  | 1:18: missing field `type`
            [key_value_store.a]\\ntype = "spin"\\npth = "x"                    | 3:1: unknown field `pth`, expected one of `type`, `path`
            [key_value_store.a]\\ntype = "redis"                              | 1:18: missing field `url`
            [key_value_store.a]\\ntype = "redis"\\nurl = "localhost"           | 3:7: `url` must be a URL that begins with 'redis://' or 'rediss://'
            [key_value_store.a]\\ntype="aws_dynamo"\\nregion="r"\\ntable="t"\\naccess_key="x" | 1:18: some but not all of `access_key` and `secret_key` are given
            [sqlite_database.a]\\ntype = "postgres"                           | 2:8: unknown SQLite database type `postgres`, expected one of `spin`, `libsql`
            [sqlite_database.a]\\ntype = "libsql"\\nurl = "ftp://x"\\ntoken="t" | 3:7: `url` must be a URL that begins with 'https://' or 'http://'
            [[variables_provider]]\\ntype = "consul"                          | 2:8: unknown variables provider type `consul`
            [[config_provider]]\\ntype = "static"                             | 1:1: missing field `values`
            [[variables_provider]]\\ntype="azure_key_vault"\\nvault_url="https://v"\\nclient_id="i" | 1:1: some but not all of `client_id`
            [llm_compute]\\ntype = "local"                                    | 2:8: unknown compute type `local`
            [outbound_networking]\\nblock_networks = ["10.0.0.0/40"]          | 2:19: invalid value: string "10.0.0.0/40", expected an IP network in CIDR notation or the keyword 'private'
            [outbound_http]\\nmax_connections=1\\nmax_concurrent_requests=1    | cannot set both `max_connections` and `max_concurrent_requests`
            [outbound_pg]\\nmax_connections = -1                              | 2:19: `max_connections` must not be negative
            [[client_tls]]\\ncomponent_ids = []\\nhosts = ["a:443"]            | 2:17: 'component_ids' list may not be empty
            [[client_tls]]\\ncomponent_ids = ["a"]\\nhosts = ["a:443"]         | 3:10: invalid TLS 'host' "a:443"; ports not currently supported
            [[client_tls]]\\ncomponent_ids=["a"]\\nhosts=["b"]\\nclient_cert_file="c" | client_cert_file specified without client_private_key_file
            state_dir = 5                                                    | 1:13: invalid type: integer `5`, expected a string
            state_dir =                                                      | expected
            """)
    void mistake_is_refused_at_its_place(String toml, String problem) {
        assertThat(problems(toml.replace("\\n", "\n"))).anyMatch(found -> found.contains(problem));
    }

    @Test
    void mistyped_names_have_a_hint_and_all_mistakes_are_told_at_once() {
        assertThatThrownBy(() -> read("stat_dir = \"x\"\n[key_value_store.a]\ntype = \"reds\"\n")).isInstanceOfSatisfying(
                ManifestException.class, e -> {
                    assertThat(e.summary()).isEqualTo("failed to parse runtime config file 'config/runtime.toml'");
                    assertThat(e.diagnostics()).extracting(Diagnostic::hint).containsExactly("did you mean `state_dir`?",
                            "did you mean `redis`?");
                });
    }

    @Test
    void secrets_are_shown_nowhere() {
        String secret = "tops3cret";
        String stores = "[key_value_store.a]\ntype = \"redis\"\nurl = \"redis://:" + secret + "@h\"\n[[variables_provider]]\n"
                + "type = \"static\"\nvalues = { a = \"" + secret + "\" }\n[llm_compute]\ntype = \"remote_http\"\nurl = \"https://h\"\n"
                + "auth_token = \"" + secret + "\"\n";
        assertThat(read(stores).toString()).doesNotContain(secret);
        assertThat(ConfiguredVariables.providers(read(stores), Map.of()).toString()).doesNotContain(secret);
        for (String mistake : List.of("tokn = \"" + secret + "\"", "x = { token = \"" + secret + "\" }", "[sqlite_database.a]\ntype = "
                + "\"libsql\"\nurl = \"https://h\"\ntoken = [\"" + secret + "\"]", "[key_value_store.a]\ntype = \"redis\"\nurl = \""
                        + secret
                        + "\"", "[[variables_provider]]\ntype = \"static\"\nvalues.a = { b = \"" + secret + "\" }")) {
            assertThatThrownBy(() -> read(mistake)).isInstanceOf(ManifestException.class).message().doesNotContain(secret).contains("***");
        }
    }

    @Test
    void path_found_only_in_the_current_directory_is_remarked_on() throws IOException {
        Files.writeString(scratch.resolve("old.db"), "");
        RuntimeConfig config = read("[sqlite_database.default]\ntype = \"spin\"\npath = \"old.db\"\n");
        assertThat(config.sqliteDatabases()).containsEntry("default", new SqliteDatabase.Local(Optional.of(directory().resolve("old.db")),
                false));
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.line()).isEqualTo(3);
            assertThat(warning.hint()).contains(scratch.resolve("old.db").toString());
        });
    }

    @Test
    void roots_are_those_of_the_platform_unless_others_are_named() {
        String head = "[[client_tls]]\ncomponent_ids = [\"a\"]\nhosts = [\"b\"]\n";
        assertThat(read(head).clientTls().getFirst().usePlatformRoots()).isTrue();
        assertThat(read(head + "ca_roots_file = \"r.pem\"").clientTls().getFirst().usePlatformRoots()).isFalse();
        ClientTls mozilla = read(head + "ca_use_webpki_roots = true").clientTls().getFirst();
        assertThat(mozilla.usePlatformRoots()).isFalse();
        assertThat(mozilla.useWebpkiRoots()).isTrue();
    }

    @Test
    void old_limit_of_requests_let_one_more_pass() {
        RuntimeConfig config = read("[outbound_http]\nmax_concurrent_requests = 4\n");
        assertThat(config.outbound().http()).contains(new OutboundSettings.Http(false, OptionalLong.of(5)));
        assertThat(warnings).singleElement().satisfies(warning -> assertThat(warning.hint()).contains("max_connections = 5"));
    }

    @Test
    void variables_are_provided_in_the_order_of_the_file() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("more.env"), "APP_C=dotenv\nAPP_B=dotenv\n");
        RuntimeConfig config = read("""
                [[config_provider]]
                type = "static"
                values = { a = "static" }
                [[config_provider]]
                type = "env"
                prefix = "APP"
                dotenv_path = "more.env"
                """);
        List<VariableProvider> providers = ConfiguredVariables.providers(config, Map.of("APP_A", "env", "APP_B", "env"));
        assertThat(providers).hasSize(2);
        assertThat(providers.getFirst().get("a")).isEqualTo("static");
        assertThat(providers.getFirst().get("b")).isNull();
        assertThat(providers.getLast().get("a")).isEqualTo("env");
        assertThat(providers.getLast().get("b")).isEqualTo("env");
        assertThat(providers.getLast().get("c")).isEqualTo("dotenv");
        assertThat(providers.getLast().get("d")).isNull();
    }

    @Test
    void provider_that_this_version_lacks_is_refused_when_it_is_needed() {
        RuntimeConfig config = read("[[variables_provider]]\ntype=\"vault\"\nurl=\"http://h\"\ntoken=\"t\"\nmount=\"m\"\n");
        assertThatThrownBy(() -> ConfiguredVariables.providers(config, Map.of())).isInstanceOf(LoadException.class).hasMessageContaining(
                "'vault'");
    }

    @Test
    void summary_names_what_is_configured() {
        RuntimeConfig config = read("""
                [key_value_store.default]
                type = "redis"
                url = "redis://h"
                [sqlite_database.x]
                type = "spin"
                [outbound_networking]
                max_total_connections = 9
                """);
        assertThat(RuntimeConfigSummary.of(config)).contains("Using runtime config [key_value_store.default: redis], "
                + "[sqlite_database.x: spin], [outbound_networking: max_total_connections=9] from \"config/runtime.toml\"");
    }

    @Test
    void what_has_no_effect_is_named() {
        assertThat(RuntimeConfigSummary.withoutEffect(read("log_dir = \"x\"\n[outbound_networking]\nblock_networks = [\"private\"]\n")))
                .isEmpty();
        assertThat(RuntimeConfigSummary.withoutEffect(read("""
                [outbound_pg]
                max_connections = 1
                [[client_tls]]
                component_ids = ["a"]
                hosts = ["b"]
                """))).contains("Without effect in this version: [[client_tls]], [outbound_pg]");
    }

    @Test
    void file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> RuntimeConfig.read(Path.of("none.toml"), scratch, warnings::add)).isInstanceOfSatisfying(
                LoadException.class, e -> assertThat(e.fullMessage()).isEqualTo(
                        "failed to read runtime config file 'none.toml': No such file or directory"));
    }
}
