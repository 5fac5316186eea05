package dev.caravan.judge;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderX509;

/** A board's identity as the device SDKs want it. */
final class BoardSecurity extends SecurityProviderX509 {

    private final PemIdentity identity;
    private final String id;

    BoardSecurity(PemIdentity identity, String id) {
        this.identity = identity;
        this.id = id;
    }

    @Override
    public String getClientCertificateCommonName() {
        return id;
    }

    @Override
    public X509Certificate getClientCertificate() {
        return identity.chain().get(0);
    }

    @Override
    public Key getClientPrivateKey() {
        return identity.key();
    }

    @Override
    public Collection<X509Certificate> getIntermediateCertificatesChain() {
        return List.copyOf(identity.chain().subList(1, identity.chain().size()));
    }
}
