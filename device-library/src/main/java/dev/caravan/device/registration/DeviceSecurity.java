package dev.caravan.device.registration;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.Collection;

import javax.net.ssl.SSLContext;

import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderX509;

import dev.caravan.device.identity.DeviceIdentity;

/** Hands the SDK our TLS context: its own would trust the JVM's anchors only. */
final class DeviceSecurity extends SecurityProviderX509 {

    private final DeviceIdentity identity;
    private final SSLContext tls;

    DeviceSecurity(DeviceIdentity identity, SSLContext tls) {
        this.identity = identity;
        this.tls = tls;
    }

    @Override
    public String getClientCertificateCommonName() {
        return identity.registrationId();
    }

    @Override
    public X509Certificate getClientCertificate() {
        return identity.leaf();
    }

    @Override
    public Key getClientPrivateKey() {
        return identity.privateKey();
    }

    @Override
    public Collection<X509Certificate> getIntermediateCertificatesChain() {
        return identity.issuers();
    }

    @Override
    public SSLContext getSSLContext() {
        return tls;
    }
}
