package dev.caravan.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubServerBusyException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubTooManyRequestsException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Faults and quotas as a back end meets them at a hub, mostly with the Java service SDK. */
class BackEndFaultTest {

    private static final String HUB = "plant-a.azure-devices.net";
    private static final String ID = "board-1";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final RegistryClient registry = new RegistryClient(connectionString());
    private final TwinClient twins = new TwinClient(connectionString());

    private static String connectionString() {
        return EMULATOR.hubConnectionString(HUB, "iothubowner");
    }

    @BeforeEach
    void oneDevice() throws Exception {
        registry.addDevice(new Device(ID));
    }

    private static void fault(String operation, String action) {
        fault(operation, 1, action);
    }

    private static void fault(String operation, int times, String action) {
        var fault = Json.object()
                .put("plane", "hubService")
                .put("operation", operation)
                .put("times", times);
        fault.set(
                "action",
                Json.readObject(action.getBytes(StandardCharsets.UTF_8)).orElseThrow());
        EMULATOR.control("POST", "/faults", Json.text(fault));
    }

    @Test
    void anotherWriterOfTheTwinIsQuickerOnce() throws Exception {
        fault("twinPatch", "{\"type\":\"staleEtag\"}");
        var twin = twins.get(ID);
        twin.getTags().put("site", "Brno");

        assertThatThrownBy(() -> twins.patch(twin, twin.getETag()))
                .isInstanceOf(IotHubPreconditionFailedException.class);

        assertThat(twins.get(ID).getTags()).isEmpty();
        assertThat(twins.patch(twin, twins.get(ID).getETag()).getTags()).containsEntry("site", "Brno");
    }

    @Test
    void anotherWriterOfTheIdentityIsQuickerOnce() throws Exception {
        fault("identityGet", "{\"type\":\"staleEtag\"}");
        var stale = registry.getDevice(ID);

        assertThatThrownBy(() -> registry.removeDevice(stale)).isInstanceOf(IotHubPreconditionFailedException.class);

        var fresh = registry.getDevice(ID);
        assertThat(fresh.getPrimaryKey()).isEqualTo(stale.getPrimaryKey());
        registry.removeDevice(fresh);
    }

    @Test
    void itemOfABulkCallFailsAndTheOtherIsApplied() throws Exception {
        fault(
                "identityBulk",
                "{\"type\":\"failItems\",\"positions\":[1],\"errorCode\":500001,\"errorStatus\":\"oops\"}");

        var answer =
                AzureHttp.anonymous(EMULATOR).hub(HUB, "iothubowner", "POST", "/devices?api-version=2021-04-12", """
                        [{"id":"d1","importMode":"create"},{"id":"d2","importMode":"create"}]""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/deviceId").asText()).isEqualTo("d2");
        assertThat(answer.body().at("/errors/0/errorCode").asInt()).isEqualTo(500001);
        assertThat(registry.getDevice("d1").getDeviceId()).isEqualTo("d1");
        assertThat(registry.getStatistics().getTotalDeviceCount()).isEqualTo(2);
    }

    @Test
    void hubThatIsBusySaysSo() throws Exception {
        fault("twinGet", "{\"type\":\"status\",\"status\":503}");

        assertThatThrownBy(() -> twins.get(ID)).isInstanceOf(IotHubServerBusyException.class);

        assertThat(twins.get(ID).getDeviceId()).isEqualTo(ID);
    }

    /** The JVM's HTTP client sends a call once more by itself when it gets no answer; so two are lost. */
    @Test
    void answerIsLostThoughTheTwinIsWritten() throws Exception {
        fault("twinPatch", 2, "{\"type\":\"drop\",\"when\":\"after\"}");
        var twin = new Twin(ID);
        twin.getTags().put("site", "Brno");

        assertThatThrownBy(() -> twins.patch(twin)).isInstanceOf(IOException.class);

        assertThat(twins.get(ID).getTags()).containsEntry("site", "Brno");
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "Identity operations, twin reads, twin updates, methods and queries of a hub are throttled apart.",
            source = "Learn: iot-hub-devguide-quotas-throttling")
    void identitiesAndQueriesHaveThrottlesOfTheirOwn() throws Exception {
        EMULATOR.control("PUT", "/quota", """
                {"limits":{"identities":{"amount":1,"seconds":3600},"queries":{"amount":1,"seconds":3600}}}""");
        registry.getDevice(ID);

        assertThatThrownBy(() -> registry.getDevice(ID)).isInstanceOf(IotHubTooManyRequestsException.class);

        assertThat(twins.query("SELECT * FROM devices").hasNext()).isTrue();
        assertThatThrownBy(() -> twins.query("SELECT * FROM devices"))
                .isInstanceOf(IotHubTooManyRequestsException.class);
        assertThat(twins.get(ID).getDeviceId()).isEqualTo(ID);
    }
}
