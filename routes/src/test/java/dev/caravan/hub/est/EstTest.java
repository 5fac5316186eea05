package dev.caravan.hub.est;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.est.ESTAuth;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.ESTService;
import org.bouncycastle.est.jcajce.JcaHttpAuthBuilder;
import org.bouncycastle.est.jcajce.JsseESTServiceBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;
import dev.caravan.hub.RunningHub;
import dev.caravan.hub.tls.TestCa;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.NewBoard;
import dev.caravan.login.UserDesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** EST over TLS with clients that are not ours: BouncyCastle's, and curl with openssl. */
class EstTest {

    private static final TestCa CA = new TestCa();
    private static final TestCa STATIONS = new TestCa();

    @TempDir
    private static Path home;

    private static RunningHub hub;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        var files = CA.issue(home);
        hub = RunningHub.in(
                home,
                "--caravan.http.address=0.0.0.0",
                "--caravan.http.tls.certificate=" + files.certificate(),
                "--caravan.http.tls.key=" + files.key(),
                "--caravan.access.stations[0].name=hall-1",
                "--caravan.access.stations[0].certificate-files[0]=" + makeStation(),
                "--caravan.access.stations[1].name=hall-2",
                "--caravan.access.stations[1].certificate-files[0]=" + STATIONS.issueClient(home, "hall-2"));
        key = keyOf(new Principal("station-1", Role.STATION, Set.of()));
        var batches = hub.part(Batches.class);
        batches.register("est", "est.csv", "sha", 9);
        var rows = IntStream.rangeClosed(1, 9)
                .mapToObj(number ->
                        new NewBoard(number + 1L, board(number), null, null, null, Map.of(), GivenKey.AWAITED))
                .toList();
        batches.accept("est", 0, rows, List.of());
        batches.rowsRead("est");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void bouncyCastlesClientGetsAuthoritiesAttributesAndACertificateTwice() throws Exception {
        var est = client();
        var keys = keys();
        var request = request(board(1), keys);

        var authorities = est.getCACerts().getCertificateStore().getMatches(null);
        assertThat(authorities).hasSize(2);
        assertThat(est.getCSRAttributes().getAttributesResponse().hasRequirement(X9ObjectIdentifiers.id_ecPublicKey))
                .isTrue();
        var first = est.simpleEnroll(false, request, password(key)).getStore().getMatches(null);
        var again = est.simpleEnroll(true, request, password(key)).getStore().getMatches(null);

        assertThat(first).hasSize(3).containsAll(authorities);
        assertThat(again).isEqualTo(first);
        assertThat(leaf(first).getSubjectPublicKeyInfo())
                .isEqualTo(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    }

    @Test
    void boardThatIsNotAwaitedIsRefused() {
        var unknown = new BoardGuid("0f8fad5b-d9cb-469f-a165-00000000ffff");

        assertThatExceptionOfType(ESTException.class)
                .isThrownBy(() -> client().simpleEnroll(false, request(unknown, keys()), password(key)))
                .withMessageContaining("409");
    }

    @Test
    void strangersAreAskedForAPasswordAndOtherRolesAreRefused() throws Exception {
        var auditor = keyOf(new Principal("auditor-1", Role.AUDITOR, Set.of()));
        var body =
                Base64.getMimeEncoder().encodeToString(request(board(2), keys()).getEncoded());

        var stranger = post(body, null);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=\"EST\"");
        assertThat(post(body, "x:" + "wrong").statusCode()).isEqualTo(401);
        assertThat(post(body, "x:" + auditor).statusCode()).isEqualTo(403);
        var first = hub.part(UserDesk.class).add(new Principal("anna", Role.OPERATOR, Set.of()), "a test");
        assertThat(post(body, "anna:" + first).statusCode())
                .as("a first password opens nothing but the change of itself")
                .isEqualTo(403);
        assertThat(post("nonsense", "x:" + key).statusCode()).isEqualTo(400);
        assertThat(post("", "x:" + key).statusCode()).isEqualTo(400);
        assertThat(post(body, "x:" + key).statusCode()).isEqualTo(200);
    }

    @Test
    void curlAndOpensslEnrollAsThePageSays() throws Exception {
        run(
                block("batch-file.md", "simpleenroll"),
                Map.of("BOARD", board(3).value(), "HUB", hub.url(), "API_KEY", key));

        assertThat(Files.readString(home.resolve(board(3) + ".pem"))).contains("CN = " + board(3));
    }

    @Test
    void stationShowsItsCertificateInsteadOfAKey() throws Exception {
        var me = run(block("access.md", "--cert station-tls.pem"), Map.of("HUB", hub.url()));
        assertThat(me).contains("\"station:hall-1\"", "\"station\"");

        var page = block("batch-file.md", "simpleenroll")
                .replace("-u \"station:$API_KEY\"", "--cert station-tls.pem --key station-tls.key");
        run(page, Map.of("BOARD", board(4).value(), "HUB", hub.url()));
        assertThat(Files.readString(home.resolve(board(4) + ".pem"))).contains("CN = " + board(4));
        assertThat(curl("hall-2", "/api/v1/me")).isEqualTo("200");
    }

    @Test
    void bouncyCastlesClientShowsACertificateToo() throws Exception {
        var address = URI.create(hub.url());
        var station = new JsseESTServiceBuilder(
                        address.getHost() + ":" + address.getPort(), (X509TrustManager) CA.trustManagers()[0])
                .withKeyManagers(TestCa.keyManagers(home, "hall-2"))
                .build();

        var granted =
                station.simpleEnroll(false, request(board(5), keys()), null).getStore();

        assertThat(granted.getMatches(null)).hasSize(3);
    }

    @Test
    void certificateOpensWhatARoleOfStationsMayAndNothingElse() throws Exception {
        assertThat(curl("hall-2", "/api/v1/boards")).isEqualTo("403");
        var pickup = "/api/v1/boards/" + RunningHub.ENROLLED + "/identity-pickup";
        assertThat(curl("hall-2", pickup, "-X", "POST", "-H", "Idempotency-Key: flash-1"))
                .as("the files of the demo are not picked up")
                .isEqualTo("409");
    }

    @Test
    void certificateThatIsNotNamedIsRefused() throws Exception {
        STATIONS.issueClient(home, "of-the-same-authority");
        new TestCa().issueClient(home, "of-another-authority");

        assertThat(curl("of-the-same-authority", "/api/v1/me")).isEqualTo("401");
        assertThat(curl("of-another-authority", "/api/v1/me"))
                .as("no answer: the handshake fails")
                .isEqualTo("000");
    }

    @Test
    void whoSendsAKeyIsThatPrincipalWhateverTheCertificateSays() throws Exception {
        var auditor = keyOf(new Principal("auditor-2", Role.AUDITOR, Set.of()));

        assertThat(curl("hall-2", "/api/v1/boards", "-H", "X-API-Key: " + auditor))
                .isEqualTo("200");
        assertThat(curl("hall-2", "/api/v1/me", "-H", "X-API-Key: wrong")).isEqualTo("401");
        assertThat(curl("hall-2", "/api/v1/me", "-u", "anybody:wrong")).isEqualTo("401");
    }

    /** What a page in a station's browser can send, which would show the certificate for it. */
    @Test
    void requestOfAnotherMediaTypeIsRefused() throws Exception {
        var body = "x";
        for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            assertThat(curl("hall-2", "/.well-known/est/simpleenroll", "-H", "Content-Type: " + type, "-d", body))
                    .as(type)
                    .isEqualTo("415");
            assertThat(home.resolve("answer.txt")).content().contains("Content-Type: application/pkcs10");
        }
    }

    private static String curl(String station, String path, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of("curl", "-sS", "-o", "answer.txt", "-w", "%{http_code}"));
        arguments.addAll(List.of("--cacert", "hub-ca.pem", "--cert", station + ".pem", "--key", station + ".key"));
        arguments.addAll(List.of(more));
        arguments.add(hub.url() + path);
        var process = new ProcessBuilder(arguments)
                .directory(home.toFile())
                .redirectError(home.resolve("curl.txt").toFile())
                .start();
        var code = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return code;
    }

    /** As docs/access.md says. */
    private static Path makeStation() throws Exception {
        var certificates = Files.readString(home.resolve("hub.pem")).split("(?<=-----END CERTIFICATE-----\n)");
        Files.writeString(home.resolve("hub-ca.pem"), certificates[1]);
        run(block("access.md", "station-tls.pem\n"), Map.of());
        return home.resolve("station-tls.pem");
    }

    private static String block(String page, String part) throws IOException {
        var blocks = Pattern.compile("```sh\n([^`]*)```")
                .matcher(Files.readString(Path.of("..", "docs").resolve(page)));
        return blocks.results()
                .map(found -> found.group(1))
                .filter(block -> block.contains(part))
                .findFirst()
                .orElseThrow();
    }

    private static String run(String block, Map<String, String> environment) throws Exception {
        var output = home.resolve("output.txt");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", block)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(environment);
        var process = shell.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static HttpResponse<String> post(String body, String password) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(hub.url() + "/.well-known/est/simpleenroll"))
                .header("Content-Type", "application/pkcs10")
                .POST(BodyPublishers.ofString(body));
        if (password != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newBuilder().sslContext(CA.trust()).build().send(request.build(), BodyHandlers.ofString());
    }

    private static ESTService client() throws Exception {
        var address = URI.create(hub.url());
        return new JsseESTServiceBuilder(
                        address.getHost() + ":" + address.getPort(), (X509TrustManager) CA.trustManagers()[0])
                .build();
    }

    private static ESTAuth password(String key) throws Exception {
        return new JcaHttpAuthBuilder("station", key.toCharArray()).build();
    }

    private static PKCS10CertificationRequest request(BoardGuid guid, KeyPair keys) throws Exception {
        var subject = new X500Principal("CN=" + guid);
        return new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    }

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder leaf(Iterable<X509CertificateHolder> certificates) {
        for (var certificate : certificates) {
            if (certificate.getSubject().toString().equals("CN=" + board(1))) {
                return certificate;
            }
        }
        throw new AssertionError("no leaf");
    }

    private static String keyOf(Principal principal) throws IOException {
        return hub.part(AccessKeys.class)
                .create(principal, Duration.ofDays(1), "a test")
                .reveal();
    }

    private static BoardGuid board(int number) {
        return new BoardGuid(String.format("0f8fad5b-d9cb-469f-a165-%012d", number));
    }
}
