package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.wire.amqp.AmqpClient;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** Faults as a device meets them over AMQP. */
class AmqpFaultTest {

    private static final String ID = "board-1";
    private static final String HUB = "plant-b.azure-devices.net";
    private static final String EVENTS = "/devices/board-1/messages/events";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);
    private AmqpClient client;

    @BeforeEach
    void connect() throws Exception {
        var enrollment = new IndividualEnrollment(ID, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(HUB));
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
        client = AmqpClient.to(EMULATOR.endpoints().amqp(), identity.tls(EMULATOR.authority()), HUB)
                .open();
    }

    @AfterEach
    void hangUp() {
        client.hangUp();
    }

    private static AmqpMessage message() {
        return AmqpMessage.of("hello".getBytes(StandardCharsets.UTF_8));
    }

    private static void fault(String operation, String action) {
        EMULATOR.control(
                "POST", "/faults", "{\"operation\":\"" + operation + "\",\"times\":1,\"action\":" + action + "}");
    }

    private static int received() {
        return EMULATOR.state("/hubs/plant-b/telemetry").size();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: a throttled message to the cloud is rejected with com.microsoft:device-container-throttled.",
            source =
                    "Java SDK AmqpConnectionThrottledException; C# SDK AmqpIotErrorAdapter; Node SDK amqp_common_errors")
    void throttledTelemetryIsRejectedAndTheNextIsTaken() {
        fault("telemetry", "{\"type\":\"status\",\"status\":429}");
        var sender = client.sender(client.session(), EVENTS);

        var outcome = client.send(sender, message());

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(AmqpClient.error(((Rejected) outcome).getError()).condition())
                .isEqualTo("com.microsoft:device-container-throttled");
        assertThat(client.send(sender, message())).isInstanceOf(Accepted.class);
        assertThat(received()).isEqualTo(1);
    }

    @Test
    void refusedConnectionIsARefusedLink() {
        fault("connect", "{\"type\":\"status\",\"status\":503}");
        var session = client.session();

        var refused = client.sender(session, EVENTS);

        assertThat(client.condition(refused).condition()).isEqualTo("amqp:internal-error");
        assertThat(client.send(client.sender(session, EVENTS), message())).isInstanceOf(Accepted.class);
    }

    @Test
    void answerThatIsLostLeavesTheEffect() {
        fault("telemetry", "{\"type\":\"drop\",\"when\":\"after\"}");

        client.sendOnly(client.sender(client.session(), EVENTS), message());

        client.untilHungUp();
        assertThat(received()).isEqualTo(1);
    }

    @Test
    void messageThatIsLostLeavesNone() {
        fault("telemetry", "{\"type\":\"drop\",\"when\":\"before\"}");

        client.sendOnly(client.sender(client.session(), EVENTS), message());

        client.untilHungUp();
        assertThat(received()).isZero();
    }

    @Test
    void delayedLinksAreAnsweredInTheEnd() {
        fault("connect", "{\"type\":\"delay\",\"millis\":100}");
        var session = client.session();

        var sender = client.sender(session, EVENTS);

        assertThat(client.send(sender, message())).isInstanceOf(Accepted.class);
    }
}
