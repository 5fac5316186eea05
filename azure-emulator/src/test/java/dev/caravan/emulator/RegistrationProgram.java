package dev.caravan.emulator;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;

import javax.net.ssl.SSLContext;

import com.microsoft.azure.sdk.iot.provisioning.device.AdditionalData;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProvider;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderSymmetricKey;
import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderX509;

/** The Java provisioning device SDK, unchanged: registers and says what came of it. */
final class RegistrationProgram {

    private RegistrationProgram() {}

    /** Endpoint, scope, protocol, and a PKCS#12 file or registrationId and key. */
    public static void main(String[] arguments) throws Exception {
        var client = ProvisioningDeviceClient.create(
                arguments[0],
                arguments[1],
                ProvisioningDeviceClientTransportProtocol.valueOf(arguments[2]),
                arguments.length > 4 ? key(arguments[3], arguments[4]) : identity(arguments[3]));
        try {
            var result = client.registerDeviceSync(new AdditionalData());
            System.out.println(result.getProvisioningDeviceClientStatus() + " " + result.getIothubUri() + " "
                    + result.getDeviceId());
        } catch (Exception failure) {
            System.out.println("failed " + failure);
            failure.printStackTrace(System.out);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Trusts what the process trusts. */
    private static SecurityProvider key(String registrationId, String base64) {
        return new SecurityProviderSymmetricKey(base64.getBytes(StandardCharsets.US_ASCII), registrationId) {
            @Override
            public SSLContext getSSLContext() {
                try {
                    return SSLContext.getDefault();
                } catch (GeneralSecurityException failure) {
                    throw new IllegalStateException(failure);
                }
            }
        };
    }

    private static SecurityProviderX509 identity(String file) throws Exception {
        var password = "test".toCharArray();
        var store = KeyStore.getInstance(new File(file), password);
        var chain = Arrays.stream(store.getCertificateChain("device"))
                .map(X509Certificate.class::cast)
                .toList();
        var key = store.getKey("device", password);
        return new SecurityProviderX509() {
            @Override
            public String getClientCertificateCommonName() {
                return chain.get(0).getSubjectX500Principal().getName().replaceFirst("CN=", "");
            }

            @Override
            public X509Certificate getClientCertificate() {
                return chain.get(0);
            }

            @Override
            public Key getClientPrivateKey() {
                return key;
            }

            @Override
            public Collection<X509Certificate> getIntermediateCertificatesChain() {
                return chain.subList(1, chain.size());
            }

            @Override
            public SSLContext getSSLContext() {
                try {
                    return DeviceProgram.tls(file);
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            }
        };
    }
}
