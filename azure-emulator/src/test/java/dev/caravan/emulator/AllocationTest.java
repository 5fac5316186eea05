package dev.caravan.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.dps.Terms;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** How a service whose own policy is geoLatency, with hubs of unequal weight, chooses hubs. */
class AllocationTest {

    private static final String KEY = "cHJpbWFyeSBwcmltYXJ5IHByaW1hcnkgcHJpbWFyeSE=";
    private static final String PLANT_A = "plant-a.azure-devices.net";
    private static final String PLANT_B = "plant-b.azure-devices.net";

    @RegisterExtension
    static final RunningEmulator EMULATOR =
            new RunningEmulator(new Terms("geoLatency", Map.of("plant-b", 1000), 2, Duration.ofSeconds(3), false));

    private final AzureHttp http = AzureHttp.anonymous(EMULATOR);

    @BeforeEach
    void enrollAGroup() {
        put(EnrollmentJson.keyedGroup("plant", KEY, KEY, ""));
    }

    private void group(String more) {
        put(EnrollmentJson.keyedGroup("plant", KEY, KEY, more), "If-Match", "*");
    }

    private void put(String body, String... headers) {
        assertThat(http.service("PUT", "/enrollmentGroups/plant?" + AzureHttp.VERSION, body, headers)
                        .status())
                .isEqualTo(200);
    }

    private JsonNode register(String id) {
        var token = DeviceKey.of(KEY).derive(id).token(EMULATOR.endpoints().idScope(), id);
        return http.register(id, "Authorization", token);
    }

    private String hubOf(String id) {
        return register(id).path("assignedHub").asText();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "An enrollment without a policy follows the instance's own; geoLatency takes the first hub in the"
                            + " configured order, because nothing on this machine is near or far.",
            source = "Learn: how-to-use-allocation-policies")
    void enrollmentWithoutAPolicyFollowsTheInstances() {
        assertThat(hubOf("board-1")).isEqualTo(PLANT_A);
    }

    @Test
    void geoLatencyChoosesAmongTheHubsOfTheEnrollment() {
        group(",\"allocationPolicy\":\"geoLatency\",\"iotHubs\":[\"" + PLANT_B + "\"]");

        assertThat(hubOf("board-1")).isEqualTo(PLANT_B);
    }

    @Test
    void hashedFollowsTheWeights() {
        group(",\"allocationPolicy\":\"hashed\"");

        assertThat(IntStream.range(0, 12).filter(each -> hubOf("board-" + each).equals(PLANT_B)))
                .hasSizeGreaterThan(10);
    }

    @Test
    void olderSingleFieldNamesTheHub() {
        group(",\"iotHubHostName\":\"" + PLANT_B + "\"");

        assertThat(hubOf("board-1")).isEqualTo(PLANT_B);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device that comes back to a hub it was in before has the substatus"
                    + " reprovisionedToInitialAssignment.",
            source = "device.json 2021-10-01")
    void deviceThatComesBackIsReprovisionedToItsInitialAssignment() {
        group(",\"allocationPolicy\":\"static\",\"iotHubs\":[\"" + PLANT_A + "\"]");
        register("board-1");
        group(",\"allocationPolicy\":\"static\",\"iotHubs\":[\"" + PLANT_B + "\"]");
        assertThat(register("board-1").path("substatus").asText()).isEqualTo("deviceDataMigrated");
        group(",\"allocationPolicy\":\"static\",\"iotHubs\":[\"" + PLANT_A + "\"]");

        var state = register("board-1");

        assertThat(state.path("assignedHub").asText()).isEqualTo(PLANT_A);
        assertThat(state.path("substatus").asText()).isEqualTo("reprovisionedToInitialAssignment");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "A hub that refuses the service's credentials ends the registration as failed with 400209 and the"
                            + " hub's IotHubUnauthorizedAccess; the device stays in the hub it was in.",
            source = "c#1789; c: prov_device_ll_client")
    void hubThatRefusesTheServiceEndsAsFailed() {
        register("board-1");
        EMULATOR.control("PUT", "/hubs/plant-a/link", "{\"state\":\"unauthorized\"}");

        var state = register("board-1");

        assertThat(state.path("status").asText()).isEqualTo("failed");
        assertThat(state.path("errorCode").asInt()).isEqualTo(400209);
        assertThat(state.path("errorMessage").asText()).contains("IotHubUnauthorizedAccess");
        assertThat(EMULATOR.state("/hubs/plant-a/devices/board-1")
                        .path("status")
                        .asText())
                .isEqualTo("enabled");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A hub that has no room ends the registration of a new device as failed; one that is in it may"
                    + " register again.",
            source = "c#1789")
    void fullHubEndsAsFailed() {
        register("board-1");
        EMULATOR.control("PUT", "/hubs/plant-a/link", "{\"state\":\"full\"}");

        assertThat(register("board-2").path("status").asText()).isEqualTo("failed");
        assertThat(register("board-1").path("status").asText()).isEqualTo("assigned");
    }
}
