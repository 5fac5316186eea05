package dev.caravan.emulator.hub.mqtt;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.hub.Authentication;
import dev.caravan.emulator.hub.DeviceKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in over MQTT: by token, by thumbprint, by an authority. */
@Tag("full")
class MqttAccessTest {

    private static final String ID = "board-1";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int NOT_AUTHORIZED = 5;

    private final MqttHub hub = new MqttHub();

    @AfterEach
    void close() {
        hub.close();
    }

    private int byToken(String token) throws MqttException {
        try (var client = hub.client(ID, MqttHub.anonymous(), token)) {
            return client.connect();
        }
    }

    private int byCertificate(TestIdentity identity) throws MqttException {
        try (var client = hub.client(ID, MqttHub.showing(identity), "")) {
            return client.connect();
        }
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "MQTT: the password is a shared access signature for {hub}/devices/{id}, signed with either key of"
                            + " the device; without one, or with a wrong or expired one, the answer is CONNACK 5.",
            source = "Learn: iot-mqtt-connect-to-iot-hub, iot-hub-dev-guide-sas")
    void deviceWithAKeyComesInByItsToken() throws Exception {
        var other = "b3RoZXI=";
        hub.provision(ID, new Authentication.Sas(other, DeviceKey.TEXT));

        assertThat(byToken(hub.token(ID, HOUR))).isZero();
        assertThat(byToken(hub.token(ID, HOUR.negated()))).isEqualTo(NOT_AUTHORIZED);
        assertThat(byToken(hub.token("board-2", HOUR))).isEqualTo(NOT_AUTHORIZED);
        assertThat(byToken("no token")).isEqualTo(NOT_AUTHORIZED);
        assertThat(byToken("")).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "MQTT: a token of a policy with DeviceConnect lets any device in, one of a policy without it none.",
            source = "Learn: iot-hub-dev-guide-sas")
    void policyThatMayConnectDevicesLetsThemIn() throws Exception {
        hub.keyed(ID);

        assertThat(byToken(hub.policyToken("device"))).isZero();
        assertThat(byToken(hub.policyToken("service"))).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: a connection ends when its token expires.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void connectionEndsWithItsToken() throws Exception {
        hub.keyed(ID);
        try (var client = hub.client(ID, MqttHub.anonymous(), hub.token(ID, Duration.ofSeconds(2)))) {
            assertThat(client.connect()).isZero();

            hub.forward(Duration.ofSeconds(2));

            assertThat(client.isLost()).isTrue();
        }
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "A self-signed device is known by either of two thumbprints, SHA-1 or SHA-256 in any letter case.",
            source = "Learn: iot-hub-dev-guide-sas, x509 certificates")
    void thumbprintMayBeTheSecondaryAndOfEitherKind() throws Exception {
        var old = TestIdentity.of(ID);
        var fresh = TestIdentity.of(ID);
        hub.provision(
                ID, new Authentication.SelfSigned(sha1(old), fresh.thumbprint().toLowerCase(Locale.ROOT)));

        assertThat(byCertificate(old)).isZero();
        assertThat(byCertificate(fresh)).isZero();
        assertThat(byCertificate(TestIdentity.of(ID))).isEqualTo(NOT_AUTHORIZED);
    }

    private static String sha1(TestIdentity identity) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(identity.der()));
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "A device with CA authentication shows a chain to an authority of the hub, and the common name must"
                            + " be its id; the chain is judged at every connect.",
            source = "Learn: iot-hub-x509ca-overview")
    void authorityOfTheHubVouchesForItsDevices() throws Exception {
        hub.provision(ID, new Authentication.Authority());
        var root = TestIdentity.authority("Plant Root");
        var board = root.issueAuthority("Line CA").issue(ID);
        assertThat(byCertificate(board)).isEqualTo(NOT_AUTHORIZED);

        hub.hub().authorities().put("root", root.pem());

        assertThat(byCertificate(board)).isZero();
        assertThat(byCertificate(root.issue("board-2"))).isEqualTo(NOT_AUTHORIZED);
        assertThat(byCertificate(root.issueExpired(ID))).isEqualTo(NOT_AUTHORIZED);
        assertThat(byCertificate(board.sending(1))).isEqualTo(NOT_AUTHORIZED);
        hub.hub().authorities().remove("root");
        assertThat(byCertificate(board)).isEqualTo(NOT_AUTHORIZED);
    }
}
