package dev.caravan.emulator;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.Collection;

import javax.net.ssl.SSLContext;

import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderX509;

/** A test identity as the device SDK wants it, with the emulator's authority as the only trust anchor. */
final class SdkIdentity extends SecurityProviderX509 {

    private final TestIdentity identity;
    private final String name;
    private final X509Certificate authority;

    SdkIdentity(TestIdentity identity, String name, X509Certificate authority) {
        this.identity = identity;
        this.name = name;
        this.authority = authority;
    }

    @Override
    public String getClientCertificateCommonName() {
        return name;
    }

    @Override
    public X509Certificate getClientCertificate() {
        return identity.certificate();
    }

    @Override
    public Key getClientPrivateKey() {
        return identity.key();
    }

    @Override
    public Collection<X509Certificate> getIntermediateCertificatesChain() {
        return identity.chain().subList(1, identity.chain().size());
    }

    @Override
    public SSLContext getSSLContext() {
        return identity.tls(authority);
    }
}
