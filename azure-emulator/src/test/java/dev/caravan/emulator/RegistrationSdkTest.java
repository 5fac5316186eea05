package dev.caravan.emulator;

import java.util.List;

import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientStatus;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceHubException;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java provisioning device SDK, unchanged, over HTTPS, MQTT and MQTT in a WebSocket. */
class RegistrationSdkTest {

    private static final String PLANT_A = "plant-a.azure-devices.net";
    private static final String PLANT_B = "plant-b.azure-devices.net";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private enum Transport {
        HTTPS(ProvisioningDeviceClientTransportProtocol.HTTPS),
        MQTT(ProvisioningDeviceClientTransportProtocol.MQTT),
        MQTT_WS(ProvisioningDeviceClientTransportProtocol.MQTT_WS);

        private final ProvisioningDeviceClientTransportProtocol protocol;

        Transport(ProvisioningDeviceClientTransportProtocol protocol) {
            this.protocol = protocol;
        }
    }

    private static IndividualEnrollment enrollment(TestIdentity identity, String id, String hub) {
        var enrollment = new IndividualEnrollment(id, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setProvisioningStatus(ProvisioningStatus.ENABLED);
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(hub));
        var tags = new TwinCollection();
        tags.put("site", "A");
        var desired = new TwinCollection();
        desired.put("interval", 30);
        enrollment.setInitialTwin(new TwinState(tags, desired));
        return enrollment;
    }

    private static void enroll(IndividualEnrollment enrollment) throws Exception {
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
    }

    private static ProvisioningDeviceClientRegistrationResult register(
            Transport transport, TestIdentity identity, String id) throws Exception {
        return register(transport, identity, id, EMULATOR.endpoints().idScope());
    }

    private static ProvisioningDeviceClientRegistrationResult register(
            Transport transport, TestIdentity identity, String id, String idScope) throws Exception {
        var client = ProvisioningDeviceClient.create(
                EMULATOR.endpoints().globalEndpoint(),
                idScope,
                transport.protocol,
                new SdkIdentity(identity, id, EMULATOR.authority()));
        try {
            return client.registerDeviceSync();
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A device that DPS assigns is authenticated in its hub by the SHA-256 thumbprint"
                    + " it presented, and starts from the initialTwin.",
            source = "CLI: check_hub_device; iotedge#2951")
    void enabledDeviceIsAssignedToItsHubWithTwinAndThumbprint(Transport transport) throws Exception {
        var identity = TestIdentity.of("board-1");
        enroll(enrollment(identity, "board-1", PLANT_B));

        var result = register(transport, identity, "board-1");

        assertThat(result.getProvisioningDeviceClientStatus())
                .isEqualTo(ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_ASSIGNED);
        assertThat(result.getIothubUri()).isEqualTo(PLANT_B);
        assertThat(result.getDeviceId()).isEqualTo("board-1");
        var device = EMULATOR.state("/hubs/plant-b/devices/board-1");
        assertThat(device.path("primaryThumbprint").asText()).isEqualTo(identity.thumbprint());
        assertThat(device.at("/twin/tags/site").asText()).isEqualTo("A");
        assertThat(device.at("/twin/properties/desired/interval").asInt()).isEqualTo(30);
        var record = EMULATOR.serviceClient().getDeviceRegistrationState("board-1");
        assertThat(record.getAssignedHub()).isEqualTo(PLANT_B);
        assertThat(record.getEtag()).isEqualTo(result.getETag());
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A device of a disabled enrollment is answered 200 with status disabled; the"
                    + " attempt is recorded and no hub learns of it.",
            source = "CLI: live tests of disabled enrollments")
    void disabledDeviceIsToldSoAndTheAttemptIsWrittenDown(Transport transport) throws Exception {
        var identity = TestIdentity.of("board-1");
        var enrollment = enrollment(identity, "board-1", PLANT_A);
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        enroll(enrollment);

        assertThatThrownBy(() -> register(transport, identity, "board-1"))
                .isInstanceOf(ProvisioningDeviceHubException.class);
        assertThat(EMULATOR.state("/registrations/board-1").path("status").asText())
                .isEqualTo("disabled");
        assertThat(EMULATOR.controlAnswer("GET", "/state/hubs/plant-a/devices/board-1", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A device that no enrollment knows is refused with 401 and 401002 at its" + " registration.",
            source = "CLI: Unauthorized; the code by analogy")
    void unknownDeviceIsRefusedWith401002(Transport transport) {
        assertThatThrownBy(() -> register(transport, TestIdentity.of("nobody"), "nobody"))
                .hasStackTraceContaining("401002");
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A certificate that is not the enrolled one is refused with 401 and 401002, though"
                    + " its name is right.",
            source = "azure-sdk-for-c: parser tests; c#273")
    void wrongCertificateOfTheRightNameIsRefusedWith401002(Transport transport) throws Exception {
        enroll(enrollment(TestIdentity.of("board-1"), "board-1", PLANT_A));

        assertThatThrownBy(() -> register(transport, TestIdentity.of("board-1"), "board-1"))
                .hasStackTraceContaining("401002");
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "An expired certificate is refused with 401 and 401002 at registration, not in the"
                    + " TLS handshake.",
            source = "nothing public")
    void expiredCertificateIsRefusedThoughItIsTheEnrolledOne(Transport transport) throws Exception {
        var identity = TestIdentity.expired("board-1");
        enroll(enrollment(identity, "board-1", PLANT_A));

        assertThatThrownBy(() -> register(transport, identity, "board-1")).hasStackTraceContaining("401002");
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A registration under another idScope is refused and leaves no record.",
            source = "csharp: ProvisioningE2ETests")
    void wrongScopeIsRefused(Transport transport) throws Exception {
        var identity = TestIdentity.of("board-1");
        enroll(enrollment(identity, "board-1", PLANT_A));

        assertThatThrownBy(() -> register(transport, identity, "board-1", "0neFFFFFFFF"))
                .isInstanceOf(Exception.class);
        assertThat(EMULATOR.controlAnswer("GET", "/state/registrations/board-1", "")
                        .statusCode())
                .isEqualTo(404);
    }
}
