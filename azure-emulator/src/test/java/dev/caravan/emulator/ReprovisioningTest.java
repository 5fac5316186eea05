package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** What a second registration does with hub, twin and thumbprint; and what the first one says on the way. */
class ReprovisioningTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final String PLANT_A = "plant-a.azure-devices.net";
    private static final String PLANT_B = "plant-b.azure-devices.net";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity first = TestIdentity.of("board-1");
    private final TestIdentity second = TestIdentity.of("board-1");
    private final AzureHttp service = AzureHttp.anonymous(EMULATOR);
    private final AzureHttp device = AzureHttp.as(first, EMULATOR);

    @BeforeEach
    void enrollOnPlantA() {
        assertThat(service.service("PUT", PATH, Json.text(enrollment(PLANT_A))).status())
                .isEqualTo(200);
    }

    private ObjectNode enrollment(String hub) {
        return Json.readObject("""
                {"registrationId":"board-1","allocationPolicy":"static","iotHubs":["%s"],
                 "initialTwin":{"tags":{"site":"A"},"properties":{"desired":{"interval":30}}},
                 "attestation":{"type":"x509","x509":{"clientCertificates":{
                  "primary":{"certificate":"%s"},"secondary":{"certificate":"%s"}}}}}""".formatted(
                                hub,
                                Base64.getEncoder().encodeToString(first.der()),
                                Base64.getEncoder().encodeToString(second.der()))
                        .getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private void change(ObjectNode enrollment) {
        assertThat(service.service("PUT", PATH, Json.text(enrollment), "If-Match", "*")
                        .status())
                .isEqualTo(200);
    }

    private ObjectNode enrollment(String hub, boolean update, boolean migrate) {
        var enrollment = enrollment(hub);
        enrollment
                .putObject("reprovisionPolicy")
                .put("updateHubAssignment", update)
                .put("migrateDeviceData", migrate);
        return enrollment;
    }

    private static JsonNode interval(String hub) {
        return EMULATOR.state("/hubs/" + hub + "/devices/board-1").at("/twin/properties/desired/interval");
    }

    private void registerAndSetInterval60() {
        assertThat(device.register("board-1").path("assignedHub").asText()).isEqualTo(PLANT_A);
        EMULATOR.control("PATCH", "/hubs/plant-a/devices/board-1/twin/desired", "{\"interval\":60}");
    }

    private static int statusOf(String hub) {
        return EMULATOR.controlAnswer("GET", "/state/hubs/" + hub + "/devices/board-1", "")
                .statusCode();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The first answer to a registration over HTTPS is 202 assigning with Location and"
                    + " Retry-After.",
            source = "Learn: iot-dps-https-x509-support")
    void firstAnswerIsAssigningWithLocationAndRetryAfter() {
        var path = "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1/register";

        var reply = device.device("PUT", path + "?" + AzureHttp.VERSION, "{\"registrationId\":\"board-1\"}");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("status").asText()).isEqualTo("assigning");
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.header("Location")).isEqualTo("https://global.azure-devices-provisioning.net" + path);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The lookup call answers the bare registration state, with an empty x509 and"
                    + " without an operation.",
            source = "device.json 2021-10-01; Learn: iot-dps-https-x509-support")
    void lookupAnswersTheBareState() {
        device.register("board-1");
        var path = "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1?" + AzureHttp.VERSION;

        var reply = device.device("POST", path, "{\"registrationId\":\"board-1\"}");

        assertThat(reply.body().path("assignedHub").asText()).isEqualTo(PLANT_A);
        assertThat(reply.body().path("x509").isEmpty()).isTrue();
        assertThat(reply.body().has("operationId")).isFalse();
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A certificate of another common name, and none at all, are refused with 401 over" + " HTTPS.",
            source = "Learn: concepts-x509-attestation")
    void certificateOfAnotherNameIsRefused() {
        var stranger = AzureHttp.as(TestIdentity.of("board-2"), EMULATOR);
        var path = "/" + EMULATOR.endpoints().idScope() + "/registrations/board-1/register?" + AzureHttp.VERSION;

        assertThat(stranger.device("PUT", path, "{\"registrationId\":\"board-1\"}")
                        .status())
                .isEqualTo(401);
        assertThat(service.device("PUT", path, "{\"registrationId\":\"board-1\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "A repeated registration on the same hub keeps the twin: initialTwin is not" + " applied again.",
            source = "Learn: concepts-device-reprovision")
    void sameHubKeepsTheTwin() {
        registerAndSetInterval60();

        device.register("board-1");

        assertThat(interval("plant-a").asInt()).isEqualTo(60);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "With the policy migrate, the default, the twin goes along to another hub, the"
                    + " first one forgets the device, and the substatus is deviceDataMigrated.",
            source = "Learn: concepts-device-reprovision")
    void otherHubGetsTheTwinAndTheFirstForgetsTheDevice() {
        registerAndSetInterval60();
        change(enrollment(PLANT_B));

        var state = device.register("board-1");

        assertThat(state.path("assignedHub").asText()).isEqualTo(PLANT_B);
        assertThat(state.path("substatus").asText()).isEqualTo("deviceDataMigrated");
        assertThat(interval("plant-b").asInt()).isEqualTo(60);
        assertThat(statusOf("plant-a")).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "With the policy reset the device starts again from initialTwin, the first hub"
                    + " forgets it, and the substatus is deviceDataReset.",
            source = "Learn: concepts-device-reprovision")
    void resetPolicyStartsAgainFromTheInitialTwin() {
        registerAndSetInterval60();
        change(enrollment(PLANT_B, true, false));

        assertThat(device.register("board-1").path("substatus").asText()).isEqualTo("deviceDataReset");
        assertThat(interval("plant-b").asInt()).isEqualTo(30);
        assertThat(statusOf("plant-a")).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "With the policy never the device stays in its hub, whatever the enrollment names" + " later.",
            source = "Learn: concepts-device-reprovision")
    void neverPolicyStaysOnTheFirstHub() {
        registerAndSetInterval60();
        change(enrollment(PLANT_B, false, false));

        assertThat(device.register("board-1").path("assignedHub").asText()).isEqualTo(PLANT_A);
        assertThat(statusOf("plant-b")).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "A registration with the other certificate of the enrollment makes the hub trust" + " that one.",
            source = "CLI: x509_lifecycle test")
    void secondCertificateIsTheOneTheHubTrustsAfterwards() {
        device.register("board-1");

        AzureHttp.as(second, EMULATOR).register("board-1");

        assertThat(EMULATOR.state("/hubs/plant-a/devices/board-1")
                        .path("primaryThumbprint")
                        .asText())
                .isEqualTo(second.thumbprint());
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A registration for which no hub can be assigned ends as failed with 400208.",
            source = "CLI: unlinked_hub test; c: prov_device_ll_client")
    void hubThatIsNotLinkedEndsAsFailed() {
        EMULATOR.control("POST", "/faults", """
                {"operation":"putEnrollment","action":{"type":"store","iotHub":"elsewhere.azure-devices.net"}}""");
        change(enrollment(PLANT_A));

        var state = device.register("board-1");

        assertThat(state.path("status").asText()).isEqualTo("failed");
        assertThat(state.path("errorCode").asInt()).isEqualTo(400208);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A deleted individual enrollment takes its registration record along; asking for"
                    + " it is 404 and 404202.",
            source = "azure-docs#57082")
    void deletedEnrollmentTakesItsRegistrationAlong() {
        device.register("board-1");
        service.service("DELETE", PATH, "");

        assertThat(service.service("GET", "/registrations/board-1?" + AzureHttp.VERSION, "")
                        .body()
                        .path("errorCode")
                        .asInt())
                .isEqualTo(404202);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A changed deviceId counts only after the registration record is deleted; the old"
                    + " identity stays in the hub.",
            source = "CLI: x509_lifecycle test")
    void newDeviceIdCountsOnlyAfterTheRegistrationIsDeleted() {
        device.register("board-1");
        var renamed = enrollment(PLANT_A).put("deviceId", "press-7");
        change(renamed);
        assertThat(device.register("board-1").path("deviceId").asText()).isEqualTo("board-1");

        service.service("DELETE", "/registrations/board-1?" + AzureHttp.VERSION, "");

        assertThat(device.register("board-1").path("deviceId").asText()).isEqualTo("press-7");
        assertThat(statusOf("plant-a")).isEqualTo(200);
    }
}
