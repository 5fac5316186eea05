package dev.caravan.gateway;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The program as it is started, in this process: it comes up, or says in one line why not. */
class GatewayStartTest {

    @TempDir
    Path folder;

    @Test
    void startsOnAnyFreePortSaysWhereAndAnswersProblems() throws Exception {
        try (ConfigurableApplicationContext running = start()) {
            assertThat(running.isActive()).isTrue();
            String url = Files.readString(folder.resolve("data/gateway-url")).strip();
            assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");

            assertThat(get(url + "/v1/boards", "guess").statusCode()).isEqualTo(401);
            String admin = Files.readString(folder.resolve("data/admin.token")).strip();
            assertThat(get(url + "/v1/boards", admin).body()).isEqualTo("{\"boards\":[],\"filesNotTaken\":[]}");
            HttpResponse<String> nothing = get(url + "/v1/nothing", admin);
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.headers().firstValue("Content-Type")).contains("application/problem+json");
            HttpResponse<String> form = send(request(url + "/v1/boards/x/telemetry", admin)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(form.statusCode()).isEqualTo(415);
            assertThat(form.body()).contains("Content-Type: application/json");
        }
        assertThat(folder.resolve("data/gateway-url")).doesNotExist();
    }

    /** A part that is missing in GatewayParts would leave its settings without effect, and without a word. */
    @Test
    void settingsOfCamelAndSpringAreEachReadByAPart() throws Exception {
        var shipped = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("gateway.yaml"))
                .get(0);
        try (ConfigurableApplicationContext running = start()) {
            var read = BoundConfigurationProperties.get(running).getAll();

            assertThat(shipped.getPropertyNames())
                    .filteredOn(key -> key.matches("(camel|server|spring)\\..*") && !key.startsWith("spring.main."))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(key -> assertThat(read).containsKey(ConfigurationPropertyName.of(key)));
        }
    }

    @Test
    void secondGatewayInTheSameFolderIsRefused() {
        try (ConfigurableApplicationContext running = start()) {
            assertThat(running.isActive()).isTrue();

            assertThat(failure())
                    .contains("caravan.folders.data belongs to one gateway")
                    .contains(folder.toString());
        }
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(failure("--caravan.http.port=" + taken.getLocalPort()))
                    .isEqualTo("caravan.http.port is a free port, and " + taken.getLocalPort()
                            + " is taken by another program");
        }
    }

    @Test
    void unknownSettingIsNamedWithFileAndLine() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "caravan:\n  retry:\n    mim: 5s\n");

        assertThat(failure("--spring.config.location=classpath:/gateway.yaml," + file))
                .isEqualTo("unknown setting caravan.retry.mim (gateway.yaml:3)");
    }

    @Test
    void valueThatIsNoDurationIsNamedWithItsKey() {
        assertThat(failure("--caravan.retry.min=soon"))
                .contains("caravan.retry.min")
                .contains("'soon'");
    }

    @Test
    void fileThatIsNotYamlIsNamedWithItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), "caravan:\n  dps: [\n");

        assertThat(failure("--spring.config.location=classpath:/gateway.yaml," + file))
                .startsWith("gateway.yaml is not YAML, line 3: ");
    }

    @Test
    void folderThatCannotBeMadeIsNamed() {
        assertThat(failure("--caravan.folders.identities=/proc/caravan"))
                .isEqualTo("caravan.folders.identities is a folder that can be made, not '/proc/caravan'");
    }

    @Test
    void addressBeyondLoopbackIsRefused() {
        assertThat(failure("--caravan.http.address=0.0.0.0"))
                .contains("binds to loopback only")
                .doesNotContain("\n");
    }

    private String failure(String... extra) {
        Throwable thrown = catchThrowable(() -> start(extra).close());
        assertThat(thrown).isNotNull();
        return StartFailure.explain(thrown);
    }

    private ConfigurableApplicationContext start(String... extra) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=gateway",
                "--spring.main.register-shutdown-hook=false",
                "--caravan.dps.id-scope=0ne00A1B2C3",
                "--caravan.folders.identities=" + folder.resolve("identities"),
                "--caravan.folders.data=" + folder.resolve("data")));
        List<String> more = List.of(extra);
        more.stream()
                .filter(argument -> argument.startsWith("--caravan.folders.identities"))
                .findFirst()
                .ifPresent(ignored -> arguments.remove(3));
        if (more.stream().noneMatch(argument -> argument.startsWith("--caravan.http.port"))) {
            arguments.add("--caravan.http.port=0");
        }
        arguments.addAll(more);
        return SpringApplication.run(GatewayMain.class, arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> get(String url, String token) throws Exception {
        return send(request(url, token).GET());
    }

    private static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
