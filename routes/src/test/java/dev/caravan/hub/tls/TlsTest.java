package dev.caravan.hub.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.RunningHub;
import dev.caravan.hub.command.Commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A hub with a certificate, on every address of this machine. */
class TlsTest {

    @TempDir
    private static Path home;

    private static final TestCa CA = new TestCa();
    private static RunningHub hub;

    @BeforeAll
    static void startHub() throws IOException {
        var files = CA.issue(home);
        hub = RunningHub.in(
                home,
                "--caravan.http.address=0.0.0.0",
                "--caravan.http.tls.certificate=" + files.certificate(),
                "--caravan.http.tls.key=" + files.key(),
                "--caravan.endpoint.certificate=scheduler:certificate?initialDelay=50&delay=50");
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @Test
    void apiIsServedWithTheCertificateAndNotWithoutTls() throws Exception {
        assertThat(hub.url()).startsWith("https://127.0.0.1:");
        var answer = client(CA).send(request(hub.url()), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        var plain =
                HttpClient.newHttpClient().send(request(hub.url().replace("https", "http")), BodyHandlers.ofString());
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).doesNotContain(RunningHub.ENROLLED);
        assertThatThrownBy(() -> client(new TestCa()).send(request(hub.url()), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void newCertificateIsShownWithoutARestartAndABrokenOneIsNot() throws Exception {
        var next = new TestCa();
        next.issue(home);
        awaitShown(next);

        Files.writeString(home.resolve("hub.pem"), "nonsense");
        var third = new TestCa();
        assertThat(client(next)
                        .send(request(hub.url()), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        third.issue(home);
        awaitShown(third);

        assertThat(commandWorks()).startsWith("caravan reconcile: There was no such run yet");
        CA.issue(home);
        awaitShown(CA);
    }

    @Test
    void commandsTrustTheHubsCertificateAndNoOther() throws Exception {
        assertThat(commandWorks()).startsWith("caravan reconcile: There was no such run yet");
        var certificate = home.resolve("data/hub-certificate.pem");
        var right = Files.readString(certificate);
        var elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.copy(new TestCa().issue(elsewhere).certificate(), elsewhere.resolve("copy"));
        Files.writeString(certificate, Files.readString(elsewhere.resolve("copy")));
        try {
            assertThat(commandWorks()).contains("gave no answer").contains("not the certificate");
        } finally {
            Files.writeString(certificate, right);
        }
    }

    private static void awaitShown(TestCa authority) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> client(authority)
                                .send(request(hub.url()), BodyHandlers.ofString())
                                .statusCode()
                        == 200);
    }

    private static String commandWorks() {
        var err = new ByteArrayOutputStream();
        Commands.ofHub(failure -> String.valueOf(failure.getMessage()))
                .run(
                        new String[] {"reconcile", "--last", "--caravan.folders.data=" + home.resolve("data")},
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A new one each time: a connection that is open goes on with the certificate that it began with. */
    private static HttpClient client(TestCa authority) throws Exception {
        return HttpClient.newBuilder().sslContext(authority.trust()).build();
    }

    private static HttpRequest request(String url) throws IOException {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1/boards"))
                .header("X-API-Key", Files.readString(home.resolve("data/api-key")))
                .build();
    }
}
