package dev.caravan.judge;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientStatus;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceClientException;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProvider;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderSymmetricKey;

import dev.caravan.judge.JavaJudge.Part;

/** The provisioning device client. */
final class RegistrationParts {

    private RegistrationParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("register-x509", RegistrationParts::byCertificate);
        parts.put("register-disabled", RegistrationParts::byCertificate);
        parts.put("register-unknown", RegistrationParts::byCertificate);
        parts.put("register-wrong-certificate", RegistrationParts::byCertificate);
        parts.put("reprovision", RegistrationParts::byCertificate);
        parts.put("register-chain", RegistrationParts::byCertificate);
        parts.put("register-symmetric-key", RegistrationParts::byKey);
        parts.put("register-wrong-key", RegistrationParts::byKey);
        parts.put("register-derived-key", RegistrationParts::byDerivedKey);
    }

    /** The SDK takes the text of a key as bytes, and gives a derived one alike. */
    private static ObjectNode byKey(Task task) throws Exception {
        return register(task, new SecurityProviderSymmetricKey(bytes(task.given("symmetricKey")), task.id()));
    }

    private static ObjectNode byDerivedKey(Task task) throws Exception {
        var derived = SecurityProviderSymmetricKey.ComputeDerivedSymmetricKey(bytes(task.given("groupKey")), task.id());
        return register(task, new SecurityProviderSymmetricKey(derived, task.id()));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private static ObjectNode byCertificate(Task task) throws Exception {
        return register(task, new BoardSecurity(PemIdentity.of(task), task.id()));
    }

    private static ObjectNode register(Task task, SecurityProvider security) throws Exception {
        try {
            return seen(task, Handshake.patiently(() -> result(task, security)));
        } catch (ProvisioningDeviceClientException refused) {
            return task.outcome("refused").put("text", Refusals.text(refused));
        }
    }

    private static ProvisioningDeviceClientRegistrationResult result(Task task, SecurityProvider security)
            throws Exception {
        var client = ProvisioningDeviceClient.create(
                task.endpoint("globalEndpoint"),
                task.endpoint("idScope"),
                ProvisioningDeviceClientTransportProtocol.valueOf(task.transport()),
                security);
        try {
            return client.registerDeviceSync();
        } finally {
            client.close();
        }
    }

    private static ObjectNode seen(Task task, ProvisioningDeviceClientRegistrationResult result) {
        var status = result.getProvisioningDeviceClientStatus();
        if (status != ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_ASSIGNED) {
            return task.outcome(status.name());
        }
        return task.outcome("assigned").put("hub", result.getIothubUri()).put("deviceId", result.getDeviceId());
    }
}
