package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpClient;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Registration over AMQP, by a plain client and by the Java provisioning device SDK. */
@Tag("full")
class AmqpRegistrationTest {

    private static final String ID = "board-1";
    private static final String HUB = "plant-b.azure-devices.net";
    private static final Map<String, Object> API_VERSION = Map.of("com.microsoft:api-version", "2019-03-31");

    @RegisterExtension
    static final RunningEmulator EMULATOR = RunningEmulator.withRealPortsWhereAllowed();

    @TempDir
    Path folder;

    private final TestIdentity identity = TestIdentity.of(ID);

    private void enroll(ProvisioningStatus status) throws Exception {
        var enrollment = new IndividualEnrollment(ID, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setProvisioningStatus(status);
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(HUB));
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
    }

    private static String address(String id) {
        return "/" + EMULATOR.endpoints().idScope() + "/registrations/" + id;
    }

    private static AmqpClient client(TestIdentity shown) {
        return AmqpClient.to(
                EMULATOR.endpoints().amqp(),
                shown.tls(EMULATOR.authority()),
                EMULATOR.endpoints().globalEndpoint());
    }

    /** A device's two links. */
    private record Links(AmqpClient client, Sender requests, Receiver answers) {

        static Links of(AmqpClient client, String address) {
            var session = client.session();
            var answers = client.receiver(session, address, SenderSettleMode.UNSETTLED, API_VERSION);
            return new Links(client, client.sender(session, address, API_VERSION), answers);
        }

        static AmqpMessage register(String body) {
            return AmqpMessage.of(body.getBytes(StandardCharsets.UTF_8))
                    .with("iotdps-operation-type", "iotdps-register");
        }

        AmqpError refused(AmqpMessage request) {
            var outcome = client.send(requests, request);
            assertThat(outcome).isInstanceOf(Rejected.class);
            return AmqpClient.error(((Rejected) outcome).getError());
        }

        AmqpMessage answered(AmqpMessage request) {
            assertThat(client.send(requests, request)).isInstanceOf(Accepted.class);
            return client.receive(answers);
        }
    }

    private static JsonNode json(AmqpMessage message) {
        return Json.read(message.body()).orElseThrow();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: a device registers and polls on links to {idScope}/registrations/{id} with"
                            + " iotdps-operation-type; answers have the request's correlation id, and retry-after while assigning.",
            source = "Java SDK ProvisioningAmqpOperations; Node SDK azure-iot-provisioning-device-amqp")
    void deviceRegistersAndPolls() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var client = client(identity).open()) {
            var links = Links.of(client, address(ID));
            var correlation = UUID.randomUUID();

            var assigning = links.answered(
                    Links.register("{\"registrationId\":\"board-1\"}").answering(correlation));
            var assigned = links.answered(AmqpMessage.empty()
                    .with("iotdps-operation-type", "iotdps-get-operationstatus")
                    .with(
                            "iotdps-operation-id",
                            json(assigning).path("operationId").asText())
                    .answering("as text"));

            assertThat(assigning.correlationId()).contains(correlation);
            assertThat(json(assigning).path("status").asText()).isEqualTo("assigning");
            assertThat(assigning.property("retry-after")).isPresent();
            assertThat(assigned.correlationId()).contains("as text");
            assertThat(json(assigned).path("status").asText()).isEqualTo("assigned");
            assertThat(json(assigned).at("/registrationState/assignedHub").asText())
                    .isEqualTo(HUB);
        }
    }

    @Test
    void addressNeedsNoSlashAndTheBodyNoId() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var client = client(identity).open()) {
            var links = Links.of(client, address(ID).substring(1));

            assertThat(json(links.answered(Links.register(""))).path("status").asText())
                    .isEqualTo("assigning");
        }
    }

    @Test
    void disabledDeviceIsToldSo() throws Exception {
        enroll(ProvisioningStatus.DISABLED);
        try (var client = client(identity).open()) {
            var answer = Links.of(client, address(ID)).answered(Links.register(""));

            assertThat(json(answer).path("status").asText()).isEqualTo("disabled");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a refused request is rejected with the JSON error body as description.",
            source = "C# SDK ProvisioningTransportHandlerAmqp")
    void unknownDeviceIsRejectedWith401002() {
        try (var client = client(TestIdentity.of("nobody")).open()) {
            var error = Links.of(client, address("nobody")).refused(Links.register(""));

            assertThat(error.condition()).isEqualTo("amqp:unauthorized-access");
            assertThat(error.description()).contains("\"errorCode\":401002", "trackingId", "timestampUtc");
        }
    }

    @Test
    void wrongCertificateOfTheRightNameIsRejected() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var client = client(TestIdentity.of(ID)).open()) {
            assertThat(Links.of(client, address(ID)).refused(Links.register("")).description())
                    .contains("401002");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a throttled request is rejected with com.microsoft:device-container-throttled and"
                    + " Retry-After among the error's values.",
            source = "C# SDK ProvisioningErrorDetailsAmqp; Node SDK azure-iot-provisioning-device-amqp")
    void throttledRequestSaysWhenToComeBack() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"register\",\"action\":{\"type\":\"status\",\"status\":429,\"retryAfterSeconds\":7}}");
        try (var client = client(identity).open()) {
            var error = Links.of(client, address(ID)).refused(Links.register(""));

            assertThat(error.condition()).isEqualTo("com.microsoft:device-container-throttled");
            assertThat(error.info()).containsEntry("Retry-After", 7);
        }
    }

    @Test
    void unknownOperationIsRejected() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var client = client(identity).open()) {
            var error = Links.of(client, address(ID)).refused(AmqpMessage.empty());

            assertThat(error.condition()).isEqualTo("com.microsoft:argument-error");
        }
    }

    @Test
    void unknownOperationIdIsRejected() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var client = client(identity).open()) {
            var error = Links.of(client, address(ID))
                    .refused(AmqpMessage.empty()
                            .with("iotdps-operation-type", "iotdps-get-operationstatus")
                            .with("iotdps-operation-id", "5.0"));

            assertThat(error.condition()).isEqualTo("amqp:not-found");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: a link to another registration than the certificate's is detached with 401002"
                    + " IotHubUnauthorizedAccess.",
            source = "csharp#907")
    void linkOfAnotherNameIsDetached() {
        try (var client = client(identity).open()) {
            var link = client.sender(client.session(), address("board-2"), API_VERSION);

            var error = client.condition(link);
            assertThat(error.condition()).isEqualTo("amqp:unauthorized-access");
            assertThat(error.description()).contains("401002", "IotHubUnauthorizedAccess");
        }
    }

    @Test
    void linkOfAnotherScopeIsDetached() {
        try (var client = client(identity).open()) {
            var link = client.sender(client.session(), "/0neFFFFFFFF/registrations/board-1", API_VERSION);

            assertThat(client.condition(link).condition()).isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    void linkWithoutAnApiVersionIsDetached() {
        try (var client = client(identity).open()) {
            var link = client.sender(client.session(), address(ID));

            assertThat(client.condition(link).condition()).isEqualTo("com.microsoft:argument-error");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: a connection with neither certificate nor SASL is opened and closed at once with"
                    + " amqp:unauthorized-access and 401002 IotHubUnauthorizedAccess.",
            source = "c#815")
    void nobodyIsClosedAtOnce() {
        var client = AmqpClient.to(
                        EMULATOR.endpoints().amqp(),
                        TestIdentity.anonymousTls(EMULATOR.authority()),
                        EMULATOR.endpoints().globalEndpoint())
                .open();

        var error = client.condition();
        assertThat(error.condition()).isEqualTo("amqp:unauthorized-access");
        assertThat(error.description()).contains("401002", "IotHubUnauthorizedAccess");
        client.close();
    }

    private SdkProgram program(TestIdentity shown) {
        return program("AMQPS", shown);
    }

    private SdkProgram program(String protocol, TestIdentity shown) {
        return SdkProgram.start(
                RegistrationProgram.class,
                EMULATOR.endpoints(),
                folder,
                List.of(
                        EMULATOR.endpoints().globalEndpoint(),
                        EMULATOR.endpoints().idScope(),
                        protocol,
                        shown.store(folder).toString()));
    }

    @Test
    void javaSdkIsAssigned() throws Exception {
        enroll(ProvisioningStatus.ENABLED);
        try (var program = program(identity)) {
            assertThat(program.line("PROVISIONING_DEVICE_STATUS_ASSIGNED")).isEqualTo(HUB + " " + ID);
        }
        assertThat(EMULATOR.state("/hubs/plant-b/devices/" + ID).path("status").asText())
                .isEqualTo("enabled");
    }

    @Test
    void javaSdkIsAssignedInAWebSocket() throws Exception {
        assumeThat(EMULATOR.endpoints().https().getPort())
                .as("the SDK knows no other port")
                .isEqualTo(Network.Ports.HTTPS);
        enroll(ProvisioningStatus.ENABLED);
        try (var program = program("AMQPS_WS", identity)) {
            assertThat(program.line("PROVISIONING_DEVICE_STATUS_ASSIGNED")).isEqualTo(HUB + " " + ID);
        }
    }

    @Test
    void javaSdkIsRefused() {
        try (var program = program(TestIdentity.of("nobody"))) {
            assertThat(program.line("failed")).isNotEmpty();
            assertThat(program.line("Caused by")).isNotEmpty();
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: a device with a symmetric key logs in by SASL PLAIN with {idScope}/registrations/{id} and a"
                            + " token; a token of another key is rejected at its registration.",
            source = "Java SDK AmqpsProvisioningSymmetricKeySaslHandler")
    void tokenOfADerivedKeyRegisters() {
        var group = groupKey();
        var scope = EMULATOR.endpoints().idScope();

        assertThat(statusByToken(group.derive(ID).token(scope, ID))).isEqualTo("assigning");
        try (var client = plain(group.token(scope, ID))) {
            assertThat(Links.of(client, address(ID)).refused(Links.register("")).description())
                    .contains("401002");
        }
    }

    private static DeviceKey groupKey() {
        var key = DeviceKey.of("cHJpbWFyeSBwcmltYXJ5IHByaW1hcnkgcHJpbWFyeSE=");
        AzureHttp.anonymous(EMULATOR)
                .service(
                        "PUT",
                        "/enrollmentGroups/plant?" + AzureHttp.VERSION,
                        EnrollmentJson.keyedGroup("plant", key.base64(), key.base64(), ""));
        return key;
    }

    private static AmqpClient plain(String token) {
        return AmqpClient.to(
                        EMULATOR.endpoints().amqp(),
                        TestIdentity.anonymousTls(EMULATOR.authority()),
                        EMULATOR.endpoints().globalEndpoint())
                .withPlain(address(ID).substring(1), token)
                .open();
    }

    private static String statusByToken(String token) {
        try (var client = plain(token)) {
            return json(Links.of(client, address(ID)).answered(Links.register("")))
                    .path("status")
                    .asText();
        }
    }

    @Test
    void javaSdkWithADerivedKeyIsAssigned() {
        var key = groupKey().derive(ID);
        try (var program = SdkProgram.start(
                RegistrationProgram.class,
                EMULATOR.endpoints(),
                folder,
                List.of(
                        EMULATOR.endpoints().globalEndpoint(),
                        EMULATOR.endpoints().idScope(),
                        "AMQPS",
                        ID,
                        key.base64()))) {
            assertThat(program.line("PROVISIONING_DEVICE_STATUS_ASSIGNED")).contains(ID);
        }
    }
}
