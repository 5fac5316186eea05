package dev.caravan.emulator;

import java.util.Base64;
import java.util.List;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProvider;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.EnrollmentGroup;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.SymmetricKeyAttestation;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java SDKs, unchanged: devices of groups, and devices with symmetric keys, at DPS and then at their hub. */
@Tag("full")
class GroupAndKeySdkTest {

    private static final String PLANT_A = "plant-a.azure-devices.net";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private enum Transport {
        HTTPS,
        MQTT,
        MQTT_WS;

        ProvisioningDeviceClientTransportProtocol protocol() {
            return ProvisioningDeviceClientTransportProtocol.valueOf(name());
        }
    }

    private static ProvisioningDeviceClientRegistrationResult register(Transport transport, SecurityProvider device)
            throws Exception {
        var client = ProvisioningDeviceClient.create(
                EMULATOR.endpoints().globalEndpoint(), EMULATOR.endpoints().idScope(), transport.protocol(), device);
        try {
            return client.registerDeviceSync();
        } finally {
            client.close();
        }
    }

    private static DeviceKey group() throws Exception {
        var group = new EnrollmentGroup("plant", new SymmetricKeyAttestation("", ""));
        group.setAllocationPolicy(AllocationPolicy.STATIC);
        group.setIotHubs(List.of(PLANT_A));
        var made = EMULATOR.serviceClient().createOrUpdateEnrollmentGroup(group);
        return DeviceKey.of(((SymmetricKeyAttestation) made.getAttestation()).getPrimaryKey());
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device that registered with a key connects to its hub with the same key.",
            source = "Learn: concepts-symmetric-key-attestation")
    void derivedKeyOpensDpsAndTheHub(Transport transport) throws Exception {
        var key = group().derive("board-1");

        var result = register(transport, key.provider("board-1", EMULATOR.authority()));

        assertThat(result.getIothubUri()).isEqualTo(PLANT_A);
        assertThat(result.getDeviceId()).isEqualTo("board-1");
        sendOneMessage(result, key);
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry?deviceId=board-1")).hasSize(1);
    }

    private static void sendOneMessage(ProvisioningDeviceClientRegistrationResult result, DeviceKey key)
            throws Exception {
        var options = ClientOptions.builder()
                .sslContext(TestIdentity.anonymousTls(EMULATOR.authority()))
                .build();
        var device = new DeviceClient(
                "HostName=" + result.getIothubUri() + ";DeviceId=" + result.getDeviceId() + ";SharedAccessKey="
                        + key.base64(),
                IotHubClientProtocol.MQTT,
                options);
        try {
            device.open(false);
            device.sendEvent(new Message("hello"));
        } finally {
            device.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyOfAnIndividualEnrollmentOpensDps(Transport transport) throws Exception {
        var own = Base64.getEncoder().encodeToString(new byte[32]);
        var enrollment = new IndividualEnrollment("board-1", new SymmetricKeyAttestation(own, own));
        enrollment.setDeviceId("press-7");
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);

        var result = register(transport, DeviceKey.of(own).provider("board-1", EMULATOR.authority()));

        assertThat(result.getDeviceId()).isEqualTo("press-7");
    }

    @ParameterizedTest
    @EnumSource
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "A wrong key is refused with 401 and 401002 at the registration; over MQTT the CONNECT before it"
                            + " is accepted.",
            source = "by analogy to certificates: azure-sdk-for-c")
    void wrongKeyIsRefused(Transport transport) throws Exception {
        var key = group().derive("board-2");

        assertThatThrownBy(() -> register(transport, key.provider("board-1", EMULATOR.authority())))
                .hasStackTraceContaining("401002");
    }

    @ParameterizedTest
    @EnumSource
    void chainBelowAGroupsAuthorityIsAdmitted(Transport transport) throws Exception {
        var root = TestIdentity.authority("root");
        var board = root.issueAuthority("line 4").issue("board-1");
        EMULATOR.serviceClient()
                .createOrUpdateEnrollmentGroup(
                        new EnrollmentGroup("plant", X509Attestation.createFromRootCertificates(root.pem())));

        var result = register(transport, new SdkIdentity(board, "board-1", EMULATOR.authority()));

        assertThat(result.getDeviceId()).isEqualTo("board-1");
        assertThat(EMULATOR.serviceClient()
                        .getDeviceRegistrationState("board-1")
                        .getAssignedHub())
                .isEqualTo(result.getIothubUri());
    }

    @Test
    void chainOfAnotherAuthorityIsRefused() throws Exception {
        EMULATOR.serviceClient()
                .createOrUpdateEnrollmentGroup(new EnrollmentGroup(
                        "plant",
                        X509Attestation.createFromRootCertificates(
                                TestIdentity.authority("root").pem())));
        var stranger = TestIdentity.authority("root").issue("board-1");

        assertThatThrownBy(() -> register(Transport.MQTT, new SdkIdentity(stranger, "board-1", EMULATOR.authority())))
                .hasStackTraceContaining("401002");
    }
}
