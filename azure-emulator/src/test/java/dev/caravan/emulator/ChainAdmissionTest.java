package dev.caravan.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Devices whose certificates an authority vouches for: groups, references, and who decides. */
class ChainAdmissionTest {

    private static final String DISABLED = ",\"provisioningStatus\":\"disabled\"";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity root = TestIdentity.authority("root");
    private final TestIdentity line = root.issueAuthority("line 4");
    private final TestIdentity board = line.issue("board-1");
    private final AzureHttp service = AzureHttp.anonymous(EMULATOR);

    private void group(String id, TestIdentity authority, String more) {
        put("/enrollmentGroups/" + id, EnrollmentJson.signedGroup(id, authority, more));
    }

    private void put(String path, String body) {
        assertThat(service.service("PUT", path + "?" + AzureHttp.VERSION, body).status())
                .isEqualTo(200);
    }

    private static JsonNode register(TestIdentity identity) {
        return AzureHttp.as(identity, EMULATOR).register("board-1");
    }

    private static String status(TestIdentity identity) {
        return register(identity).path("status").asText();
    }

    private static void assertRefused(TestIdentity identity) {
        var reply = AzureHttp.as(identity, EMULATOR).startRegistration("board-1");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body().path("errorCode").asInt()).isEqualTo(401002);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device whose certificate chain leads to a group's signing certificate, root or intermediate,"
                    + " is assigned with its registrationId as deviceId.",
            source = "Learn: concepts-x509-attestation, concepts-service")
    void chainThatLeadsToTheRootOfAGroupIsAdmitted() {
        group("plant", root, "");

        var state = register(board);

        assertThat(state.path("status").asText()).isEqualTo("assigned");
        assertThat(state.path("deviceId").asText()).isEqualTo("board-1");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "The hub knows a group's device by the thumbprint of its own certificate, never by its"
                    + " authority; capabilities.iotEdge of the group makes it an edge device.",
            source = "iotedge#2951; java#1220")
    void hubKnowsTheGroupsDeviceByItsOwnThumbprint() {
        group("plant", line, ",\"capabilities\":{\"iotEdge\":true},\"initialTwin\":{\"tags\":{\"site\":\"A\"}}");

        var hub = register(board).path("assignedHub").asText().replace(".azure-devices.net", "");

        var device = EMULATOR.state("/hubs/" + hub + "/devices/board-1");
        assertThat(device.path("primaryThumbprint").asText()).isEqualTo(board.thumbprint());
        assertThat(device.path("iotEdge").asBoolean()).isTrue();
        assertThat(device.at("/twin/tags/site").asText()).isEqualTo("A");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "Of several groups that could admit a device, that of the issuer nearest to it decides; if it is"
                            + " disabled, no group above it is tried.",
            source = "Learn: concepts-x509-attestation")
    void groupNearestTheDeviceDecidesEvenIfItIsDisabled() {
        group("plant", root, "");
        group("line", line, DISABLED);

        assertThat(status(board)).isEqualTo("disabled");
        assertThat(status(root.issueAuthority("line 5").issue("board-1"))).isEqualTo("assigned");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "An individual enrollment comes before any group: a disabled one keeps the device out, and once it"
                            + " is deleted the group lets the device in.",
            source = "Learn: how-to-revoke-device-access-portal")
    void individualEnrollmentComesBeforeTheGroup() {
        group("plant", root, "");
        put("/enrollments/board-1", EnrollmentJson.of(board, DISABLED));
        assertThat(status(board)).isEqualTo("disabled");

        service.service("DELETE", "/enrollments/board-1?" + AzureHttp.VERSION, "");

        assertThat(status(board)).isEqualTo("assigned");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "An individual enrollment keeps a device with another certificate out even if a group would admit"
                            + " that one.",
            source = "Learn: concepts-x509-attestation")
    void individualEnrollmentOfAnotherCertificateShutsTheDeviceOut() {
        group("plant", root, "");
        put("/enrollments/board-1", EnrollmentJson.of(TestIdentity.of("board-1"), ""));

        assertRefused(board);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A group, and an individual enrollment too, may refer to a verified certificate by its name; a"
                    + " reference to one that is gone admits nobody.",
            source = "service.json 2021-10-01; Learn: concepts-x509-attestation")
    void verifiedCertificateVouchesByItsName() {
        EMULATOR.control("PUT", "/dps/certificates/plant-root", root.pem());
        put("/enrollmentGroups/plant", EnrollmentJson.referring("enrollmentGroupId", "plant", "plant-root"));
        assertThat(status(board)).isEqualTo("assigned");
        put("/enrollments/board-1", EnrollmentJson.referring("registrationId", "board-1", "plant-root"));
        assertThat(status(board)).isEqualTo("assigned");

        EMULATOR.control("DELETE", "/dps/certificates/plant-root", "");

        assertRefused(board);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "A device must present its chain up to the enrolled certificate: a gap, an authority of the same"
                            + " name, and an expired certificate are refused with 401 and 401002.",
            source = "Learn: concepts-x509-attestation; the code: azure-sdk-for-c parser tests")
    void chainThatDoesNotHoldIsRefused() {
        group("plant", root, "");

        assertRefused(board.sending(1));
        assertRefused(TestIdentity.authority("root").issue("board-1"));
        assertRefused(line.issueExpired("board-1"));
        assertThat(status(board.sending(2))).isEqualTo("assigned");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "The registration record of a group's device is found by the group's id, and outlives the group.",
            source = "service.json 2021-10-01; Learn: how-to-unprovision-devices")
    void recordsOfAGroupAreFoundByItsId() {
        group("plant", root, "");
        register(board);

        service.service("DELETE", "/enrollmentGroups/plant?" + AzureHttp.VERSION, "");

        var found = service.service("POST", "/registrations/plant/query?" + AzureHttp.VERSION, "")
                .body();
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/registrationId").asText()).isEqualTo("board-1");
        assertThat(found.at("/0/substatus").asText()).isEqualTo("initialAssignment");
        assertRefused(board);
    }
}
