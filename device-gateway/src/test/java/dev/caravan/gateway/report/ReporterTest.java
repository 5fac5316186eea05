package dev.caravan.gateway.report;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.retry.Backoff;
import dev.caravan.gateway.board.BoardGuid;
import dev.caravan.gateway.settings.HubSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReporterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BoardGuid ONE = new BoardGuid("aaaaaaaa-0000-4000-8000-000000000001");
    private static final BoardGuid TWO = new BoardGuid("aaaaaaaa-0000-4000-8000-000000000002");
    private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");

    private record Received(String authorization, String body) {}

    @TempDir
    private Path data;

    private final List<Received> received = new ArrayList<>();
    private Instant now = AT;
    private final InstantSource time = () -> this.now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private HttpServer hub;
    private String answer = "{\"taken\": 1}";
    private int status = 200;
    private FirstBoots boots;
    private Reporter reporter;

    @BeforeEach
    void start() throws Exception {
        hub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        hub.createContext("/api/v1/first-boots", this::take);
        hub.start();
        restart();
    }

    private void restart() {
        boots = new FirstBoots(data.resolve("boards"));
        var settings = new HubSettings("http://127.0.0.1:" + hub.getAddress().getPort() + "/", "hall-1", List.of());
        var key = ReportKey.readOrMake(data, settings.name(), new SecureRandom());
        reporter = new Reporter(
                boots,
                new HubLine(settings.url(), settings.tls(), key, clock),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                clock,
                new Random(51));
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    private void take(HttpExchange request) throws IOException {
        received.add(new Received(
                request.getRequestHeaders().getFirst("Authorization"),
                new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, bytes.length);
        request.getResponseBody().write(bytes);
        request.close();
    }

    private static Assignment on(String iotHub) {
        return new Assignment(iotHub, ONE.text(), "initialAssignment", "AB12", AT);
    }

    @Test
    void firstBootIsReportedOnceAndSignedForThisBodyOnly() throws Exception {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        boots.registered(ONE, on("plant-a.azure-devices.net"));

        reporter.report();
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        reporter.report();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).body())
                .isEqualTo("{\"firstBoots\":[{\"board\":\"" + ONE
                        + "\",\"iotHub\":\"plant-a.azure-devices.net\",\"at\":\"2026-03-02T10:00:00Z\"}]}");
        var claims = verified(received.get(0).authorization());
        assertThat(claims.path("iss").asText()).isEqualTo("hall-1");
        assertThat(claims.path("exp").asLong()).isEqualTo(AT.getEpochSecond() + 120);
        assertThat(claims.path("body").asText())
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(received.get(0).body().getBytes(StandardCharsets.UTF_8))));
    }

    private JsonNode verified(String authorization) throws Exception {
        var parts = authorization.substring("Bearer ".length()).split("\\.");
        var pem = Files.readString(data.resolve("report-key.pub.pem")).replaceAll("-----[A-Z ]+-----", "");
        PublicKey key = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    }

    @Test
    void whatTheHubHasNotTakenIsReportedAfterARestartAndWhatItHasIsNot() {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        reporter.report();
        boots.registered(TWO, on("plant-b.azure-devices.net"));
        received.clear();

        restart();
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        reporter.report();

        assertThat(received).singleElement().satisfies(report -> assertThat(report.body())
                .contains(TWO.text())
                .doesNotContain(ONE.text()));
    }

    @Test
    void hubThatDoesNotTakeThemIsAskedLessAndLessOften() {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        status = 401;

        for (var second = 0; second < 600; second++) {
            now = AT.plusSeconds(second);
            reporter.report();
        }

        assertThat(received).hasSizeBetween(8, 14);
        status = 200;
        now = AT.plus(Duration.ofMinutes(15));
        reporter.report();
        assertThat(boots.waiting(9)).isEmpty();
    }

    @Test
    void hubThatIsNotThereCostsNothing() {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        hub.stop(0);

        reporter.report();

        assertThat(boots.waiting(9)).hasSize(1);
    }

    @Test
    void answerOfSomethingElseThanTheHubIsNotBelieved() {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        answer = "<html>Please log in</html>";

        reporter.report();

        assertThat(boots.waiting(9)).hasSize(1);
    }

    @Test
    void boardThatMovesIsReportedAgain() {
        boots.registered(ONE, on("plant-a.azure-devices.net"));
        reporter.report();

        boots.registered(ONE, on("plant-b.azure-devices.net"));
        reporter.report();

        assertThat(received).hasSize(2);
        assertThat(received.get(1).body()).contains("plant-b.azure-devices.net");
    }

    @Test
    void keyIsMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
        var file = data.resolve("report-key.pem");
        var text = Files.readString(file);

        restart();

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void addressesAndNamesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new HubSettings("http://192.0.2.1:8080", "hall-1", List.of()))
                .hasMessageStartingWith("caravan.hub.url is an https:// address");
        assertThatThrownBy(() -> new HubSettings("https://hub.example", "Hall 1", List.of()))
                .hasMessageStartingWith("caravan.hub.name has 1 to 63");
        assertThat(new HubSettings("", "", List.of()).url()).isEmpty();
    }
}
