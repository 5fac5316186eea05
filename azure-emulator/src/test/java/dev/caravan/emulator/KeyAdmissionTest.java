package dev.caravan.emulator;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Devices that prove themselves with a symmetric key, and those that speak of a TPM, over HTTPS. */
class KeyAdmissionTest {

    private static final String PRIMARY = "cHJpbWFyeSBwcmltYXJ5IHByaW1hcnkgcHJpbWFyeSE=";
    private static final String SECONDARY = "c2Vjb25kYXJ5IHNlY29uZGFyeSBzZWNvbmRhcnkgc2U=";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp http = AzureHttp.anonymous(EMULATOR);

    private void put(String path, String body) {
        assertThat(http.service("PUT", path + "?" + AzureHttp.VERSION, body).status())
                .isEqualTo(200);
    }

    private static String scope() {
        return EMULATOR.endpoints().idScope();
    }

    private String statusWith(String token) {
        return http.register("board-1", "Authorization", token).path("status").asText();
    }

    private void assertRefused(String token) {
        var reply = http.startRegistration("board-1", "Authorization", token);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body().path("errorCode").asInt()).isEqualTo(401002);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device with a symmetric key of its own signs a token for {idScope}/registrations/{id} with"
                    + " either key; the hub then knows it by the same keys.",
            source = "Learn: iot-dps-https-sym-key-support")
    void eitherKeyOfAnIndividualEnrollmentAdmits() {
        put("/enrollments/board-1", EnrollmentJson.keyed("board-1", PRIMARY, SECONDARY, ""));

        assertThat(statusWith(DeviceKey.of(PRIMARY).token(scope(), "board-1"))).isEqualTo("assigned");
        var state = http.register(
                "board-1", "Authorization", DeviceKey.of(SECONDARY).token(scope(), "board-1"));

        assertThat(state.path("status").asText()).isEqualTo("assigned");
        assertThat(state.has("x509")).isFalse();
        var hub = state.path("assignedHub").asText().replace(".azure-devices.net", "");
        assertThat(EMULATOR.state("/hubs/" + hub + "/devices/board-1")
                        .path("authenticationType")
                        .asText())
                .isEqualTo("sas");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A device of a group signs with a key derived from the group's: HMAC-SHA256 over its"
                    + " registrationId. The group's key itself is refused with 401.",
            source = "CLI: live tests of symmetric key groups")
    void deviceOfAGroupSignsWithADerivedKey() {
        put("/enrollmentGroups/plant", EnrollmentJson.keyedGroup("plant", PRIMARY, SECONDARY, ""));
        var group = DeviceKey.of(PRIMARY);

        assertRefused(group.token(scope(), "board-1"));
        assertRefused(group.derive("board-2").token(scope(), "board-1"));
        assertThat(statusWith(group.derive("board-1").token(scope(), "board-1")))
                .isEqualTo("assigned");
        assertThat(statusWith(DeviceKey.of(SECONDARY).derive("board-1").token(scope(), "board-1")))
                .isEqualTo("assigned");
        assertThat(http.service("POST", "/registrations/plant/query?" + AzureHttp.VERSION, "")
                        .body())
                .hasSize(1);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A token that is expired, or signed for another device, another scope or with another key, is"
                    + " refused with 401 and 401002 Unauthorized.",
            source = "Learn: how-to-control-access; c#273")
    void tokenThatIsNotForThisRegistrationIsRefused() {
        put("/enrollments/board-1", EnrollmentJson.keyed("board-1", PRIMARY, SECONDARY, ""));
        var key = DeviceKey.of(PRIMARY);

        assertRefused(key.token(scope(), "board-1", Instant.now().minusSeconds(1)));
        assertRefused(key.token(scope(), "board-2"));
        assertRefused(key.token("0neFFFFFFFF", "board-1"));
        assertRefused(key.derive("other").token(scope(), "board-1"));
        assertRefused(key.token(scope(), "board-1").replace("skn=registration", "skn=provisioningserviceowner"));
        assertRefused("SharedAccessSignature nonsense");
    }

    @Test
    void disabledGroupOfKeysTellsItsDevicesSo() {
        put(
                "/enrollmentGroups/plant",
                EnrollmentJson.keyedGroup("plant", PRIMARY, SECONDARY, ",\"provisioningStatus\":\"disabled\""));

        assertThat(statusWith(DeviceKey.of(PRIMARY).derive("board-1").token(scope(), "board-1")))
                .isEqualTo("disabled");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A key does not open an enrollment that asks for a certificate, nor the other way round.",
            source = "Learn: concepts-service")
    void proofOfAnotherKindIsRefused() {
        put("/enrollments/board-1", EnrollmentJson.of("board-1"));
        assertRefused(DeviceKey.of(PRIMARY).token(scope(), "board-1"));

        put("/enrollments/board-2", EnrollmentJson.keyed("board-2", PRIMARY, SECONDARY, ""));

        assertThat(AzureHttp.as(TestIdentity.of("board-2"), EMULATOR)
                        .startRegistration("board-2")
                        .status())
                .isEqualTo(401);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "A device that speaks of its TPM and is not enrolled is answered 404 with 404201; the challenge for"
                            + " one that is enrolled is not emulated, and it stays at 401.",
            source = "csharp: ProvisioningE2ETests")
    void deviceWithATpmIsToldWhetherItIsEnrolled() {
        var path = "/" + scope() + "/registrations/board-1/register?" + AzureHttp.VERSION;
        var body =
                "{\"registrationId\":\"board-1\",\"tpm\":{\"endorsementKey\":\"AToAAQ==\",\"storageRootKey\":\"AToAAg==\"}}";

        var unknown = http.device("PUT", path, body);
        put(
                "/enrollments/board-1",
                "{\"registrationId\":\"board-1\",\"attestation\":{\"type\":\"tpm\",\"tpm\":{\"endorsementKey\":\"AToAAQ==\"}}}");
        var known = http.device("PUT", path, body);

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().path("errorCode").asInt()).isEqualTo(404201);
        assertThat(known.status()).isEqualTo(401);
    }
}
