package dev.caravan.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/** An authority that signs leaves: what it is called here, its key, and its chain up to a root. */
public final class CertificateAuthority {

    private final String name;
    private final SigningKey key;
    private final List<X509Certificate> chain;

    /** @param chain the authority's own certificate first, the root last */
    CertificateAuthority(String name, SigningKey key, List<X509Certificate> chain) {
        this.name = name;
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** As the configuration and batch files call it; {@link Issuers#DEFAULT} where there is only one. */
    public String name() {
        return name;
    }

    public X509Certificate root() {
        return chain.get(chain.size() - 1);
    }

    /** The authority that signs leaves. */
    public X509Certificate issuer() {
        return chain.get(0);
    }

    /** The issuing authority first, the root last. */
    public List<X509Certificate> chain() {
        return chain;
    }

    SigningKey signingKey() {
        return key;
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + name + ", " + issuer().getSubjectX500Principal() + "]";
    }
}
