package dev.caravan.story;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Gateway;
import dev.caravan.story.plant.GatewayFolder;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Boards whose certificates are as the operator wants them. The usual profile is that of all other tests. */
class LeafProfileIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LEAF = "--caravan.certificate.leaf.";

    private static Scene scene;
    private static GatewayFolder folder;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(LeafProfileIT.class);
        folder = GatewayFolder.prepare(
                scene.folder().resolve("gateway"), scene.azure().endpoints());
        gateway = Gateway.start(scene.project(), folder, scene.logs());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        scene.close();
    }

    @ParameterizedTest
    @Tag("full")
    @CsvSource({"P-384, 384", "RSA-2048, 2048", "RSA-3072, 3072"})
    void boardWithAKeyOfEachKindAndAFullNameRegistersAndConnects(String key, int bits) throws Exception {
        var sheet = Sheets.random(1, bits);
        var board = sheet.good().iterator().next();
        try (var hub = startHub(key)) {
            hub.folder().drop("boards.csv", sheet.text());
            Outcome.mustBeEnrolled(hub, "boards", sheet, LIMIT);
            assertThat(hub.api()
                            .activate(
                                    board,
                                    "{\"iotHub\": \"%s\"}"
                                            .formatted(scene.azure().firstHub()),
                                    "")
                            .status())
                    .isEqualTo(200);
            var identity = Identities.in(hub.folder().outbox("boards")).file(board);

            folder.boot(board, identity);

            Eventually.find("hub session of " + board, LIMIT, () -> Optional.of(
                            gateway.board(board).firstBoot().json())
                    .filter(answer -> answer.path("state").asText().equals("CONNECTED")));
            var leaf = leaf(identity);
            assertThat(bits(leaf)).isEqualTo(bits);
            assertThat(leaf.getSubjectX500Principal().getName())
                    .isEqualTo("CN=" + board + ",O=Northgate Presses\\, Inc.,C=DE");
        }
    }

    private static Hub startHub(String key) {
        return scene.startHub(
                scene.prepareHub("hub-" + key),
                LEAF + "key=" + key,
                LEAF + "subject.country=DE",
                LEAF + "subject.organization=Northgate Presses, Inc.",
                LEAF + "guid-uri=true",
                LEAF + "crl-distribution-point=http://crl.example/issuer.crl");
    }

    private static X509Certificate leaf(Path identity) throws Exception {
        var pem = Files.readString(identity);
        var certificates = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificates.getBytes()));
    }

    private static int bits(X509Certificate leaf) {
        return leaf.getPublicKey() instanceof RSAPublicKey rsa
                ? rsa.getModulus().bitLength()
                : ((ECPublicKey) leaf.getPublicKey()).getParams().getOrder().bitLength();
    }
}
