package dev.caravan.device.identity;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * A device's private key, its leaf certificate and the certificates above it, leaf excluded and nearest issuer first.
 *
 * <p>The registration id is the leaf's common name, because the provisioning service demands that the two are equal.
 * Two identities are the same when their certificates are.
 */
public final class DeviceIdentity {

    private final PrivateKey privateKey;
    private final X509Certificate leaf;
    private final List<X509Certificate> issuers;
    private final String registrationId;
    private final String thumbprint;

    DeviceIdentity(PrivateKey privateKey, X509Certificate leaf, List<X509Certificate> issuers, Leaf facts) {
        this.privateKey = privateKey;
        this.leaf = leaf;
        this.issuers = List.copyOf(issuers);
        this.registrationId = facts.commonName();
        this.thumbprint = facts.thumbprint();
    }

    /**
     * Reads a PEM file, or a PKCS#12 file without a password when the name ends in {@code .p12} or {@code .pfx}.
     *
     * @throws IdentityException when the file breaks a rule: owner-only, one key, key belongs to a certificate …
     */
    public static DeviceIdentity load(Path file) throws IdentityException {
        return load(file, new char[0]);
    }

    /**
     * As {@link #load(Path)}, with the password of a PKCS#12 file; a PEM file has none and ignores it.
     *
     * @throws IdentityException when the file breaks a rule
     */
    public static DeviceIdentity load(Path file, char[] password) throws IdentityException {
        OwnerOnly.check(file);
        KeyAndCertificates content = isPkcs12(file) ? Pkcs12Identity.read(file, password) : PemIdentity.read(file);
        return content.verified(file);
    }

    private static boolean isPkcs12(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".p12") || name.endsWith(".pfx");
    }

    /** The leaf's common name, letter for letter. */
    public String registrationId() {
        return registrationId;
    }

    /** SHA-256 of the leaf's DER form, upper-case hex: as the IoT hub writes it. */
    public String thumbprint() {
        return thumbprint;
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public X509Certificate leaf() {
        return leaf;
    }

    public List<X509Certificate> issuers() {
        return issuers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceIdentity that && thumbprint.equals(that.thumbprint);
    }

    @Override
    public int hashCode() {
        return thumbprint.hashCode();
    }

    /** Id and thumbprint only: safe to log. */
    @Override
    public String toString() {
        return registrationId + " (" + thumbprint + ")";
    }
}
