package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's keys in a token of SoftHSM, by the commands of docs/token.md; the token refuses the PIN, goes away and comes back. */
@Tag("full")
class TokenIT {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void batchWaitsForTheTokenAndGoesOnByItself() throws Exception {
        requireSoftHsm();
        try (var scene = Scene.open(TokenIT.class)) {
            var folder = scene.prepareHub("hub");
            var station = makeKeys(scene, folder);
            var refused = Sheets.random(3, 10);
            var absent = Sheets.random(3, 11);
            var pin = folder.root().resolve("secrets/token-pin");
            var right = Files.readString(pin);
            Files.writeString(pin, "wrong");
            try (var hub = scene.startHub(folder, settings(folder, station))) {
                folder.drop("refused.csv", refused.text());
                mustWait(hub, "refused", "refuses the PIN", "the token refuses the PIN");
                Files.writeString(pin, right);
                mustGoOn(hub, "refused", refused);

                var tokens = folder.root().resolve("tokens");
                Files.move(tokens, folder.root().resolve("pulled out"));
                Files.createDirectory(tokens);
                folder.drop("absent.csv", absent.text());
                mustWait(hub, "absent", "cannot be used", "the token is away");
                var board = refused.good().iterator().next();
                assertThat(pickUp(hub, board)).isEqualTo(503);
                Files.delete(tokens);
                Files.move(folder.root().resolve("pulled out"), tokens);
                mustGoOn(hub, "absent", absent);
                assertThat(pickUp(hub, board)).isEqualTo(200);
            }
        }
    }

    /** By the page's commands; the key before signs the list on which the old board then is. */
    private static void mustTakeAnotherKeyAsItRuns(Hub hub, FlashingStation page, String old) throws Exception {
        page.runBlockWith("token rotate", environment(hub.folder()));
        var sheet = Sheets.random(3, 13);
        hub.folder().drop("rotated.csv", sheet.text());
        Outcome.mustBeEnrolled(hub, "rotated", sheet, LIMIT);

        var status = shell(hub.folder(), "./caravan ca status");
        var good = sheet.good().size();
        assertThat(status).containsPattern("default +issues .* " + good + " CN=Factory 1 Issuing CA 2 <");
        var retired = Pattern.compile("default +retired +\\S+ +(\\S+) .*CN=Factory 1 Issuing CA <")
                .matcher(status);
        assertThat(retired.find()).as(status).isTrue();

        var list = hub.folder().data().resolve("crl/" + retired.group(1) + ".crl");
        hub.api().post("/boards/" + old + "/revocation", "{\"revocation\": \"keyCompromise\", \"reason\": \"stolen\"}");
        Eventually.holds("the board on the list of its issuer", LIMIT, () -> revoked(list) == 1);
        shell(hub.folder(), "openssl crl -inform DER -in '" + list + "' -CAfile issuer-chain.pem -noout");
    }

    private static int revoked(Path list) {
        if (!Files.exists(list)) {
            return 0;
        }
        try (var in = Files.newInputStream(list)) {
            var entries = ((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in)).getRevokedCertificates();
            return entries == null ? 0 : entries.size();
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void issuerWhoseKeyIsMissingWaitsAloneAndAnotherOneGetsANewKey() throws Exception {
        requireSoftHsm();
        requireTool("p11tool", "gnutls-bin");
        try (var scene = Scene.open(TokenIT.class)) {
            var folder = scene.prepareHub("hub");
            var station = makeKeys(scene, folder);
            makeSecondIssuerAndLoseItsKey(folder);
            var near = Sheets.random(3, 12);
            var far = BatchSheet.of("guid,issuer\n0f8fad5b-d9cb-469f-a165-70867728950e,plant-b\n");
            var settings = Stream.concat(Stream.of(settings(folder, station)), secondIssuer().stream());
            try (var hub = scene.startHub(folder, settings.toArray(String[]::new))) {
                folder.drop("far.csv", far.text());
                mustWait(hub, "far", "for 'plant-b' (CN=", "no private key with a certificate beside it for 'plant-b'");
                folder.drop("near.csv", near.text());
                Outcome.mustBeEnrolled(hub, "near", near, LIMIT);

                var tokens = folder.root().resolve("tokens");
                Files.move(tokens, folder.root().resolve("pulled out"));
                Files.move(folder.root().resolve("whole"), tokens);
                mustGoOn(hub, "far", far);

                mustTakeAnotherKeyAsItRuns(hub, station, near.good().iterator().next());
            }
        }
    }

    private static void makeSecondIssuerAndLoseItsKey(HubFolder folder) throws Exception {
        var issuer = String.join(" ", secondIssuer());
        var commands = """
                ./caravan token request --issuer=plant-b --key=P-384 --csr=plant-b.csr %1$s
                openssl x509 -req -in plant-b.csr -CA root.pem -CAkey root.key -days 9125 -sha256 \
                  -copy_extensions copy -extfile <(echo authorityKeyIdentifier=keyid) -out plant-b.pem
                cat plant-b.pem root.pem > plant-b-chain.pem
                ./caravan token accept --issuer=plant-b --chain=plant-b-chain.pem %1$s
                ./caravan ca status %1$s | grep plant-b
                cp -r tokens whole
                p11tool --provider=%2$s --batch --login --set-pin="$(cat secrets/token-pin)" \
                  --delete 'pkcs11:token=factory;id=plant-b'
                """.formatted(issuer, LIBRARY);
        shell(folder, commands);
    }

    private static String shell(HubFolder folder, String commands) throws Exception {
        var output = folder.root().resolve("shell.txt");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(environment(folder));
        assertThat(shell.start().waitFor()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static List<String> secondIssuer() {
        return List.of(
                "--caravan.certificate.issuers[0].name=plant-b",
                "--caravan.certificate.issuers[0].token-key=plant-b",
                "--caravan.certificate.issuers[0].chain-file=secrets/plant-b-chain.pem");
    }

    private static FlashingStation makeKeys(Scene scene, HubFolder folder) throws IOException {
        Files.createDirectory(folder.root().resolve("tokens"));
        Files.writeString(
                folder.root().resolve("softhsm2.conf"),
                "directories.tokendir = " + folder.root().resolve("tokens") + "\n");
        var program = folder.root().resolve("caravan");
        Files.writeString(
                program, """
                #!/bin/sh
                exec java -jar '%s' "$@" %s
                """.formatted(scene.project().jar(Project.Jar.HUB), String.join(" ", token(folder))));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var page = FlashingStation.in(folder.root());
        for (var block : List.of("softhsm2-util", "token request", "root.cnf", "accept --chain=issuer-chain.pem")) {
            page.runBlockWith(block, environment(folder));
        }
        return page;
    }

    private static Map<String, String> environment(HubFolder folder) {
        return Map.of("SOFTHSM2_CONF", folder.root().resolve("softhsm2.conf").toString());
    }

    private static List<String> token(HubFolder folder) {
        return List.of(
                "--caravan.token.library=" + LIBRARY,
                "--caravan.token.label=factory",
                "--caravan.token.pin-file=secrets/token-pin",
                "--caravan.token.environment=SOFTHSM2_CONF=" + folder.root().resolve("softhsm2.conf"),
                "--caravan.certificate.token-key=issuer",
                "--caravan.certificate.chain-file=secrets/issuer-chain.pem",
                "--caravan.custody.pickup.token-key=pickup");
    }

    private static String[] settings(HubFolder folder, FlashingStation station) {
        return Stream.of(
                        Stream.of(Patient.SETTINGS),
                        Stream.of(station.settings()),
                        token(folder).stream(),
                        Stream.of(
                                "--caravan.custody.delivery=pickup",
                                "--caravan.dps.deferral=1s",
                                "--caravan.endpoint.revocation-list=scheduler:revocation-list?initialDelay=200&delay=500",
                                "--caravan.endpoint.token=scheduler:token?initialDelay=200&delay=500",
                                "--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000"))
                .flatMap(settings -> settings)
                .toArray(String[]::new);
    }

    private static void mustWait(Hub hub, String batch, String problem, String health) {
        Eventually.holds(
                "the reason in the status of " + batch,
                LIMIT,
                () -> hub.api().batch(batch).text().contains(problem));
        Eventually.holds("the reason in health", LIMIT, () -> health(hub).contains(health));
        assertThat(health(hub)).doesNotContain("secrets");
    }

    private static void mustGoOn(Hub hub, String batch, BatchSheet sheet) {
        Outcome.mustBeEnrolled(hub, batch, sheet, LIMIT);
        assertThat(health(hub)).isEqualTo("{\"status\":\"UP\"}");
    }

    private static String health(Hub hub) {
        return hub.api()
                .withoutKey("/actuator/health")
                .json()
                .at("/components/token")
                .toString();
    }

    private static int pickUp(Hub hub, String board) {
        return hub.api()
                .post("/boards/" + board + "/identity-pickup", Map.of("Idempotency-Key", "flash"))
                .status();
    }

    private static void requireSoftHsm() {
        if (!Files.exists(LIBRARY)) {
            var missing = "no " + LIBRARY + ": scripts/prerequisites installs it";
            System.out.println(missing);
            Assumptions.abort(missing);
        }
    }

    private static void requireTool(String tool, String wanted) {
        var there = Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.exists(Path.of(folder, tool)));
        if (!there) {
            var missing = "no " + tool + ": scripts/prerequisites installs " + wanted;
            System.out.println(missing);
            Assumptions.abort(missing);
        }
    }
}
