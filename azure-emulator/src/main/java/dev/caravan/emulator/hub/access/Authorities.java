package dev.caravan.emulator.hub.access;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import dev.caravan.emulator.wire.tls.CertificateText;

/** The certificates of authorities that are registered at a hub, by name; all count as verified. Safe for all threads. */
public final class Authorities {

    private volatile Map<String, X509Certificate> certificates = new ConcurrentSkipListMap<>();

    /**
     * Registers an authority, in place of another of the name.
     *
     * @param text PEM, or base64 of DER
     * @throws IllegalArgumentException when it is no certificate, or not one of an authority
     */
    public void put(String name, String text) {
        var certificate = parse(CertificateText.der(text));
        if (certificate.getBasicConstraints() < 0) {
            throw new IllegalArgumentException("the certificate must be one of an authority");
        }
        certificates.put(name, certificate);
    }

    /** Has what the other has, in place of all it had. */
    public void become(Authorities other) {
        certificates = new ConcurrentSkipListMap<>(other.certificates);
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("the certificate cannot be read", unreadable);
        }
    }

    /** False when there was none of the name. */
    public boolean remove(String name) {
        return certificates.remove(name) != null;
    }

    /** Forgets all. */
    public void clear() {
        certificates.clear();
    }

    /** By name. */
    public Map<String, X509Certificate> all() {
        return Map.copyOf(certificates);
    }

    /**
     * Whether one of the authorities vouches for the first certificate of the chain now, by way of the others. Nothing
     * is asked about revocation: the service leaves that to the identity registry (documented).
     */
    public boolean vouchFor(List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty() || certificates.isEmpty()) {
            return false;
        }
        try {
            var leaf = new X509CertSelector();
            leaf.setCertificate(chain.get(0));
            var wanted = new PKIXBuilderParameters(anchors(), leaf);
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            wanted.setRevocationEnabled(false);
            wanted.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(wanted);
            return true;
        } catch (GeneralSecurityException nobodyVouches) {
            return false;
        }
    }

    private Set<TrustAnchor> anchors() {
        return certificates.values().stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
    }
}
