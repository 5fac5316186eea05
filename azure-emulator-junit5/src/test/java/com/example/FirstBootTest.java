package com.example;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderX509;
import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTooManyRequestsException;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.junit5.AzureEmulator;
import dev.caravan.emulator.junit5.DeviceIdentity;
import dev.caravan.emulator.junit5.EmulatedAzure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@AzureEmulator
class FirstBootTest {

    private final DeviceIdentity board = DeviceIdentity.selfSigned("board-1");

    @Test
    void enrolledBoardRegistersAndSendsItsFirstMessage(EmulatedAzure azure) throws Exception {
        enroll(azure);

        var assigned = ProvisioningDeviceClient.create(
                        azure.globalEndpoint(),
                        azure.idScope(),
                        ProvisioningDeviceClientTransportProtocol.MQTT,
                        new BoardSecurity())
                .registerDeviceSync();
        var device = new DeviceClient(
                "HostName=" + assigned.getIothubUri() + ";DeviceId=" + assigned.getDeviceId() + ";x509=true",
                IotHubClientProtocol.MQTT,
                ClientOptions.builder().sslContext(azure.sslContext(board)).build());
        device.open(false);
        var message = new Message("{\"temperature\":21.5}");
        message.setProperty("machine", "press-7");
        device.sendEvent(message);
        device.close();

        var received = azure.hub(assigned.getIothubUri()).telemetry("board-1");
        assertThat(received).hasSize(1);
        assertThat(received.get(0).body()).isEqualTo("{\"temperature\":21.5}");
        assertThat(received.get(0).properties()).isEqualTo(Map.of("machine", "press-7"));
    }

    @Test
    void throttledBackEndEnrollsNobody(EmulatedAzure azure) {
        azure.control().addFault("""
                {"operation": "putEnrollment", "times": 1,
                 "action": {"type": "status", "status": 429, "retryAfterSeconds": 7}}""");

        assertThatThrownBy(() -> enroll(azure)).isInstanceOf(ProvisioningServiceClientTooManyRequestsException.class);

        assertThat(azure.control().enrollment("board-1")).isEmpty();
    }

    private void enroll(EmulatedAzure azure) throws Exception {
        var attestation = X509Attestation.createFromClientCertificates(board.certificatePem());
        new ProvisioningServiceClient(azure.connectionString())
                .createOrUpdateIndividualEnrollment(new IndividualEnrollment("board-1", attestation));
    }

    /** What the SDK asks about a board with a certificate. */
    private final class BoardSecurity extends SecurityProviderX509 {

        @Override
        public String getClientCertificateCommonName() {
            return "board-1";
        }

        @Override
        public X509Certificate getClientCertificate() {
            return board.certificate();
        }

        @Override
        public Key getClientPrivateKey() {
            return board.key();
        }

        @Override
        public Collection<X509Certificate> getIntermediateCertificatesChain() {
            return List.of();
        }
    }
}
