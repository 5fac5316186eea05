package dev.caravan.emulator;

import java.net.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubGatewayTimeoutException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Direct methods between the Java service SDK and the Java device SDK, and what a hub says when nobody answers. */
@Tag("full")
class BackEndMethodTest {

    private static final String HUB = "plant-a.azure-devices.net";
    private static final String ID = "board-1";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final RegistryClient registry = new RegistryClient(connectionString());
    private final DirectMethodsClient methods = new DirectMethodsClient(connectionString());

    private static String connectionString() {
        return EMULATOR.hubConnectionString(HUB, "iothubowner");
    }

    private static DirectMethodRequestOptions.DirectMethodRequestOptionsBuilder call() {
        return DirectMethodRequestOptions.builder().payload(Map.of("times", 3));
    }

    @ParameterizedTest
    @EnumSource(
            value = IotHubClientProtocol.class,
            names = {"MQTT_WS", "AMQPS_WS"})
    void deviceAnswersOnWhateverItIsConnectedWith(IotHubClientProtocol protocol) throws Exception {
        var device = device(protocol);
        try {
            device.open(false);
            device.subscribeToMethods(
                    (name, payload, context) -> new DirectMethodResponse(207, Map.of("method", name)), null);

            var answer = methods.invoke(ID, "blink", call().build());

            assertThat(answer.getStatus()).isEqualTo(207);
            assertThat(answer.getPayloadAsJsonString()).contains("blink");
        } finally {
            device.close();
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A method waits for its device to connect, for as long as connectTimeoutInSeconds.",
            source = "Learn: iot-hub-devguide-direct-methods")
    void callWaitsForItsDevice() throws Exception {
        var device = device(IotHubClientProtocol.MQTT_WS);
        try {
            var early = invoke(call().methodConnectTimeoutSeconds(60).build());
            Awaitility.await().until(() -> EMULATOR.control("GET", "/requests", "")
                    .findValuesAsText("operation")
                    .contains("methodCall"));

            device.open(false);
            device.subscribeToMethods((name, payload, context) -> new DirectMethodResponse(200, name), null);

            assertThat(early.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        } finally {
            device.close();
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A method that the device does not answer in time ends with 504 and code 504101.",
            source = "Learn: troubleshoot-error-codes")
    void callOfADeviceThatDoesNotAnswerTimesOut() throws Exception {
        var device = device(IotHubClientProtocol.MQTT_WS);
        var late = new CountDownLatch(1);
        try {
            device.open(false);
            device.subscribeToMethods(
                    (name, payload, context) -> {
                        await(late);
                        return new DirectMethodResponse(200, name);
                    },
                    null);

            var shortest = invoke(call().methodResponseTimeoutSeconds(5).build());

            assertThatThrownBy(shortest::join)
                    .hasRootCauseInstanceOf(IotHubGatewayTimeoutException.class)
                    .hasStackTraceContaining("504101");
        } finally {
            late.countDown();
            device.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The status of the device's answer. */
    private CompletableFuture<Integer> invoke(DirectMethodRequestOptions options) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return methods.invoke(ID, "blink", options).getStatus();
            } catch (Exception refused) {
                throw new CompletionException(refused);
            }
        });
    }

    /** With its own key, over a WebSocket: that knows a proxy. */
    private DeviceClient device(IotHubClientProtocol protocol) throws Exception {
        var key = registry.addDevice(new Device(ID)).getPrimaryKey();
        var proxy = new Proxy(Proxy.Type.HTTP, EMULATOR.endpoints().socks());
        return new DeviceClient(
                "HostName=" + HUB + ";DeviceId=" + ID + ";SharedAccessKey=" + key,
                protocol,
                ClientOptions.builder()
                        .sslContext(TestIdentity.anonymousTls(EMULATOR.authority()))
                        .proxySettings(new ProxySettings(proxy))
                        .build());
    }
}
