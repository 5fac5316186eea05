package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java service SDK of IoT Hub, unchanged. */
class BackEndSdkTest {

    private static final String HUB = "plant-a.azure-devices.net";
    private static final String ID = "Board-1";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final RegistryClient registry = new RegistryClient(connectionString());
    private final TwinClient twins = new TwinClient(connectionString());

    private static String connectionString() {
        return EMULATOR.hubConnectionString(HUB, "iothubowner");
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "An identity is changed or deleted only if its etag is the one given; every change gives it another.",
            source = "Learn: iot-hub-devguide-identity-registry")
    void identityIsCreatedReadUpdatedAndDeleted() throws Exception {
        var created = registry.addDevice(new Device(ID));
        assertThat(registry.getDevice(ID).getPrimaryKey()).isEqualTo(created.getPrimaryKey());
        assertThatThrownBy(() -> registry.addDevice(new Device(ID))).hasMessageContaining("already registered");

        created.setStatus(DeviceStatus.Disabled);
        var updated = registry.updateDevice(created);
        assertThat(updated.getStatus()).isEqualTo(DeviceStatus.Disabled);
        assertThat(updated.getPrimaryKey()).isEqualTo(created.getPrimaryKey());
        assertThat(updated.getETag()).isNotEqualTo(created.getETag());

        assertThat(registry.getStatistics().getDisabledDeviceCount()).isEqualTo(1);
        assertThatThrownBy(() -> registry.removeDevice(created)).isInstanceOf(IotHubPreconditionFailedException.class);
        registry.removeDevice(updated);
        assertThatThrownBy(() -> registry.getDevice(ID)).isInstanceOf(IotHubNotFoundException.class);
    }

    @Test
    void twinIsReadMergedAndReplacedIfItIsTheOneThatWasRead() throws Exception {
        registry.addDevice(new Device(ID));
        var twin = twins.get(ID);
        twin.getTags().put("site", "Brno");
        twin.getDesiredProperties().put("interval", 30);

        var patched = twins.patch(twin, twin.getETag());

        assertThat(patched.getTags()).containsEntry("site", "Brno");
        assertThat(patched.getDesiredProperties().getVersion()).isEqualTo(2);
        assertThat(patched.getETag()).isNotEqualTo(twin.getETag());
        assertThatThrownBy(() -> twins.patch(twin, twin.getETag()))
                .isInstanceOf(IotHubPreconditionFailedException.class);
        var other = new Twin(ID);
        other.getTags().put("line", 7);
        var replaced = twins.replace(other);
        assertThat(replaced.getTags()).doesNotContainKey("site").containsKey("line");
        assertThat(replaced.getDesiredProperties()).isEmpty();
    }

    @Test
    void queryFindsTwinsByTagAPageAtATime() throws Exception {
        for (var board = 1; board <= 5; board++) {
            registry.addDevice(new Device("board-" + board));
            var twin = new Twin("board-" + board);
            twin.getTags().put("site", board == 3 ? "Graz" : "Brno");
            twins.patch(twin);
        }

        var found = new ArrayList<String>();
        var answer = twins.query("SELECT * FROM devices WHERE tags.site = 'Brno'", page(2));
        while (answer.hasNext()) {
            found.add(answer.next(page(2)).getDeviceId());
        }

        assertThat(found).containsExactly("board-1", "board-2", "board-4", "board-5");
        assertThatThrownBy(() -> twins.query("SELECT deviceId FROM devices"))
                .hasMessageContaining("must have '*' as its word 2");
    }

    private static QueryPageOptions page(int size) {
        return QueryPageOptions.builder().pageSize(size).build();
    }

    @Test
    void connectedDeviceHearsOfDesiredPropertiesAndAnswersMethods() throws Exception {
        var desired = new LinkedBlockingQueue<TwinCollection>();
        var device = connected();
        try {
            device.subscribeToMethods(
                    (name, payload, context) -> new DirectMethodResponse(207, Map.of("method", name)), null);
            device.subscribeToDesiredProperties((twin, context) -> desired.add(twin.getDesiredProperties()), null);
            var change = new Twin(ID);
            change.getDesiredProperties().put("interval", 60);

            twins.patch(change);
            var answer = new DirectMethodsClient(connectionString())
                    .invoke(
                            ID,
                            "blink",
                            DirectMethodRequestOptions.builder()
                                    .payload(Map.of("times", 3))
                                    .build());

            assertThat(desired.poll(10, TimeUnit.SECONDS)).containsEntry("interval", 60L);
            assertThat(answer.getStatus()).isEqualTo(207);
            assertThat(answer.getPayloadAsJsonString()).contains("blink");
            assertThat(twins.get(ID).getConnectionState()).isEqualToIgnoringCase("connected");
        } finally {
            device.close();
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A device that is disabled in the registry loses its connection.",
            source = "csharp#2300")
    void deviceThatIsDisabledLosesItsConnection() throws Exception {
        var device = connected();
        try {
            var identity = registry.getDevice(ID);
            identity.setStatus(DeviceStatus.Disabled);

            registry.updateDevice(identity);

            Awaitility.await().until(() -> twins.get(ID).getConnectionState().equalsIgnoreCase("disconnected"));
        } finally {
            device.close();
        }
    }

    @Test
    void methodOfADeviceThatIsNotConnectedIsNotFound() throws Exception {
        registry.addDevice(new Device(ID));
        var methods = new DirectMethodsClient(connectionString());

        var atOnce = DirectMethodRequestOptions.builder()
                .methodConnectTimeoutSeconds(1)
                .build();

        assertThatThrownBy(() -> methods.invoke(ID, "blink", atOnce))
                .isInstanceOf(IotHubNotFoundException.class)
                .hasMessageContaining("404103");
    }

    /** With its own key, over MQTT in a WebSocket: that transport knows a proxy. */
    private DeviceClient connected() throws Exception {
        var key = registry.addDevice(new Device(ID)).getPrimaryKey();
        var device = new DeviceClient(
                "HostName=" + HUB + ";DeviceId=" + ID + ";SharedAccessKey=" + key,
                IotHubClientProtocol.MQTT_WS,
                ClientOptions.builder()
                        .sslContext(TestIdentity.anonymousTls(EMULATOR.authority()))
                        .proxySettings(new ProxySettings(new Proxy(
                                Proxy.Type.HTTP,
                                new InetSocketAddress(
                                        "127.0.0.1",
                                        EMULATOR.endpoints().socks().getPort()))))
                        .build());
        device.open(false);
        return device;
    }
}
