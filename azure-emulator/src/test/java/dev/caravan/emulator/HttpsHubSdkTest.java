package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java device SDK over HTTPS, unchanged. */
class HttpsHubSdkTest {

    private static final String HUB = "plant-b.azure-devices.net";
    private static final String ID = "board-1";
    private static final String DEVICE = "/hubs/plant-b/devices/" + ID;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);
    private DeviceClient device;

    @BeforeEach
    void assign() throws Exception {
        var enrollment = new IndividualEnrollment(ID, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(HUB));
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
        device = device(identity);
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** It asks for messages every 25 minutes when it is not told otherwise. */
    private static DeviceClient device(TestIdentity identity) {
        return new DeviceClient(
                "HostName=" + HUB + ";DeviceId=" + ID + ";x509=true",
                IotHubClientProtocol.HTTPS,
                ClientOptions.builder()
                        .sslContext(identity.tls(EMULATOR.authority()))
                        .receiveInterval(50)
                        .build());
    }

    private static Message message(String text) {
        var message = new Message(text);
        message.setProperty("machine", "press-7");
        message.setMessageId("m-" + text);
        return message;
    }

    @Test
    void messagesAndBatchesArriveWithTheirProperties() throws Exception {
        device.open(false);

        device.sendEvent(message("1"));
        device.sendEvents(List.of(message("2"), message("3")));

        var received = EMULATOR.state("/hubs/plant-b/telemetry?deviceId=" + ID);
        assertThat(received).extracting(each -> each.path("body").asText()).containsExactly("1", "2", "3");
        assertThat(received)
                .extracting(each -> each.at("/properties/machine").asText())
                .containsOnly("press-7");
        assertThat(received)
                .extracting(each -> each.at("/systemProperties/messageId").asText())
                .containsExactly("m-1", "m-2", "m-3");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETE", "REJECT"})
    void messageToTheDeviceIsTakenAndSettled(IotHubMessageResult result) throws Exception {
        BlockingQueue<Message> messages = new ArrayBlockingQueue<>(5);
        device.setMessageCallback(
                (message, context) -> {
                    messages.add(message);
                    return result;
                },
                null);
        EMULATOR.control("POST", DEVICE + "/messages?kind=greeting", "hello");

        device.open(false);

        var message = messages.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(new String(message.getBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(message.getProperty("kind")).isEqualTo("greeting");
        Awaitility.await().untilAsserted(() -> assertThat(
                        EMULATOR.state(DEVICE).path("waitingMessages").asInt())
                .isZero());
    }

    @Test
    void abandonedMessageComesAgain() throws Exception {
        BlockingQueue<Message> messages = new ArrayBlockingQueue<>(5);
        device.setMessageCallback(
                (message, context) -> messages.offer(message) && messages.size() == 1
                        ? IotHubMessageResult.ABANDON
                        : IotHubMessageResult.COMPLETE,
                null);
        EMULATOR.control("POST", DEVICE + "/messages", "hello");

        device.open(false);

        Awaitility.await().untilAsserted(() -> assertThat(messages).hasSize(2));
    }

    @Test
    void wrongCertificateAndDisabledDeviceAreRefused() throws Exception {
        var impostor = device(TestIdentity.of(ID));
        impostor.open(false);
        assertRefused(impostor, IotHubStatusCode.UNAUTHORIZED);
        impostor.close();
        device.open(false);

        EMULATOR.control("PUT", DEVICE + "/status", "\"disabled\"");

        assertRefused(device, IotHubStatusCode.QUOTA_EXCEEDED);
        assertThat(EMULATOR.state("/hubs/plant-b/telemetry")).isEmpty();
    }

    /** The SDK calls every 403 an exceeded quota. */
    private static void assertRefused(DeviceClient client, IotHubStatusCode code) {
        assertThatThrownBy(() -> client.sendEvent(message("1")))
                .isInstanceOfSatisfying(IotHubClientException.class, refused -> assertThat(refused.getStatusCode())
                        .isEqualTo(code));
    }
}
