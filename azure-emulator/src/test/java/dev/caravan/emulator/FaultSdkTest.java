package dev.caravan.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkOperationMode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientPreconditionFailedException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientUnathorizedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each fault as a user of the Java SDKs meets it. */
@Tag("full")
class FaultSdkTest {

    private static final String ID = "board-1";
    private static final int PATIENCE_MILLIS = 10_000;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);

    private static IndividualEnrollment enrollment(String id) {
        return enrollment(TestIdentity.of(id), id);
    }

    private static IndividualEnrollment enrollment(TestIdentity identity, String id) {
        return new IndividualEnrollment(id, X509Attestation.createFromClientCertificates(identity.pem()));
    }

    private void enroll() throws Exception {
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment(identity, ID));
    }

    private static void once(String operation, String action) {
        EMULATOR.control(
                "POST", "/faults", "{\"operation\":\"" + operation + "\",\"times\":1,\"action\":" + action + "}");
    }

    private static IndividualEnrollment read() throws Exception {
        return EMULATOR.serviceClient().getIndividualEnrollment(ID);
    }

    private static void write(IndividualEnrollment enrollment) throws Exception {
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
    }

    private ProvisioningDeviceClientRegistrationResult register(ProvisioningDeviceClientTransportProtocol protocol)
            throws Exception {
        var client = ProvisioningDeviceClient.create(
                EMULATOR.endpoints().globalEndpoint(),
                EMULATOR.endpoints().idScope(),
                protocol,
                new SdkIdentity(identity, ID, EMULATOR.authority()));
        try {
            return client.registerDeviceSync(PATIENCE_MILLIS);
        } finally {
            client.close();
        }
    }

    @Test
    void bodyThatBreaksOffIsUnreadableJson() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"truncate\",\"keep\":0.5}");

        assertThatThrownBy(FaultSdkTest::read).hasStackTraceContaining("gson").hasStackTraceContaining("End of input");
        assertThat(read().getRegistrationId()).isEqualTo(ID);
    }

    @Test
    void bodyCutWithItsLengthIsUnreadableJson() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"truncate\",\"keep\":0.5,\"length\":\"sent\"}");

        assertThatThrownBy(FaultSdkTest::read).hasStackTraceContaining("gson");
        assertThat(read().getRegistrationId()).isEqualTo(ID);
    }

    @Test
    void slowBodyArrivesWhole() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"slow\",\"bytes\":100,\"pauseMillis\":50}");
        var before = Instant.now();

        assertThat(read().getRegistrationId()).isEqualTo(ID);

        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void answerDelayedIsAnAnswerAllTheSame() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"delay\",\"millis\":300}");
        var before = Instant.now();

        assertThat(read().getRegistrationId()).isEqualTo(ID);

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void writeOvertakenByAnotherWriterFailsUntilItIsReadAgain() throws Exception {
        enroll();
        var mine = read();
        once("putEnrollment", "{\"type\":\"staleEtag\"}");

        assertThatThrownBy(() -> write(mine)).isInstanceOf(ProvisioningServiceClientPreconditionFailedException.class);
        assertThatThrownBy(() -> write(mine)).isInstanceOf(ProvisioningServiceClientPreconditionFailedException.class);
        write(read());
    }

    @Test
    void readOvertakenByAnotherWriterShowsAnOldEtag() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"staleEtag\"}");
        var old = read();

        assertThatThrownBy(() -> write(old)).isInstanceOf(ProvisioningServiceClientPreconditionFailedException.class);
        write(read());
    }

    @Test
    void chosenItemOfABulkFailsAndTheOthersAreStored() throws Exception {
        once(
                "bulkEnrollments",
                "{\"type\":\"failItems\",\"positions\":[1],\"errorCode\":500123,\"errorStatus\":\"Later.\"}");

        var result = EMULATOR.serviceClient()
                .runBulkEnrollmentOperation(
                        BulkOperationMode.CREATE, List.of(enrollment("a-1"), enrollment("a-2"), enrollment("a-3")));

        assertThat(result.getErrors()).singleElement().satisfies(error -> {
            assertThat(error.getRegistrationId()).isEqualTo("a-2");
            assertThat(error.getErrorCode()).isEqualTo(500123);
            assertThat(error.getErrorStatus()).isEqualTo("Later.");
        });
        assertThat(EMULATOR.state("/enrollments/a-1").path("registrationId").asText())
                .isEqualTo("a-1");
        assertThat(EMULATOR.controlAnswer("GET", "/state/enrollments/a-2", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tokenIsTooOldForAClockThatIsFast() throws Exception {
        enroll();
        EMULATOR.control("PUT", "/clock", "{\"offsetSeconds\":7200}");

        assertThatThrownBy(FaultSdkTest::read).isInstanceOf(ProvisioningServiceClientUnathorizedException.class);
        EMULATOR.control("DELETE", "/clock", "");
        assertThat(read().getRegistrationId()).isEqualTo(ID);
    }

    @Test
    void clockMayBeWrongForOneCallAlone() throws Exception {
        enroll();
        once("getEnrollment", "{\"type\":\"clockSkew\",\"offsetSeconds\":7200}");

        assertThatThrownBy(FaultSdkTest::read).isInstanceOf(ProvisioningServiceClientUnathorizedException.class);
        assertThat(read().getRegistrationId()).isEqualTo(ID);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "MQTT", "MQTT_WS"})
    void certificateIsNotYetValidForAClockThatIsSlow(ProvisioningDeviceClientTransportProtocol protocol)
            throws Exception {
        enroll();
        EMULATOR.control("PUT", "/clock", "{\"offsetSeconds\":-7200}");

        assertThatThrownBy(() -> register(protocol)).hasStackTraceContaining("401002");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "MQTT", "MQTT_WS"})
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "A registration over the limit is answered 429: as the status over HTTPS, in the topic over MQTT.",
            source = "Learn: concepts-deploy-at-scale; iot-dps-limits")
    void registrationOverTheLimitIsRefused(ProvisioningDeviceClientTransportProtocol protocol) throws Exception {
        enroll();
        EMULATOR.control("PUT", "/quota", "{\"limits\":{\"registrations\":{\"amount\":1,\"seconds\":3600}}}");
        register(protocol);

        assertThatThrownBy(() -> register(protocol)).hasStackTraceContaining("429");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alert", "reset"})
    void refusedHandshakeIsAFailureOfTheDeviceClientAndTheNextGoesWell(String how) throws Exception {
        enroll();
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"idPattern\":\"^global\",\"times\":1,\"action\":{\"type\":\"refuseTls\",\"how\":\"" + how + "\"}}");

        assertThatThrownBy(() -> register(ProvisioningDeviceClientTransportProtocol.MQTT))
                .isInstanceOf(Exception.class);
        var refused = EMULATOR.control("GET", "/requests?operation=tlsHandshake", "");
        assertThat(refused).hasSize(1);
        assertThat(refused.at("/0/id").asText()).startsWith("global.");
        assertThat(register(ProvisioningDeviceClientTransportProtocol.MQTT).getDeviceId())
                .isEqualTo(ID);
    }

    @Test
    void registrationWhoseAnswerIsLostHasHappened() throws Exception {
        enroll();
        once("register", "{\"type\":\"drop\",\"when\":\"after\"}");

        // Nobody waits for the SDK, which notices after a minute that no answer comes.
        var unanswered = CompletableFuture.supplyAsync(this::registerOverMqtt);
        Awaitility.await()
                .untilAsserted(() -> assertThat(EMULATOR.control("GET", "/requests/count?operation=register", "")
                                .path("count")
                                .asInt())
                        .isEqualTo(1));

        assertThat(EMULATOR.state("/registrations/" + ID).path("status").asText())
                .isEqualTo("assigned");
        assertThat(unanswered).isNotDone();
    }

    private ProvisioningDeviceClientRegistrationResult registerOverMqtt() {
        try {
            return register(ProvisioningDeviceClientTransportProtocol.MQTT);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void messageWhoseAcknowledgementIsLostIsSentAgain() throws Exception {
        enroll();
        AzureHttp.as(identity, EMULATOR).register(ID);
        var hub = EMULATOR.state("/registrations/" + ID).path("assignedHub").asText();
        once("telemetry", "{\"type\":\"drop\",\"when\":\"after\"}");
        var device = new DeviceClient(
                "HostName=" + hub + ";DeviceId=" + ID + ";x509=true",
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(identity.tls(EMULATOR.authority()))
                        .build());
        device.open(false);

        device.sendEvent(new Message("hello"));
        device.close();

        assertThat(EMULATOR.state("/hubs/" + hub + "/telemetry")).hasSize(2);
    }

    @Test
    void waitEndsWhenWhatItWaitsForHasCome() throws Exception {
        var waiting = CompletableFuture.supplyAsync(() -> EMULATOR.controlAnswer(
                "GET", "/wait?on=/state/enrollments/" + ID + "&at=/registrationId&equals=" + ID, ""));

        enroll();

        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void waitGivesUpAndTellsWhatThereIs() throws Exception {
        enroll();

        var answer = EMULATOR.controlAnswer(
                "GET", "/wait?on=/requests/count?operation=putEnrollment&at=/count&atLeast=2&timeoutSeconds=0", "");

        assertThat(answer.statusCode()).isEqualTo(408);
        assertThat(answer.body()).isEqualTo("{\"holds\":false,\"status\":200,\"value\":1}");
    }
}
