package dev.caravan.emulator.dps.issuing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A root credential with one issuing authority for each policy, all ECC P-384 with SHA-384 (documented). An authority is
 * made when its policy is first asked for. Safe for all threads.
 */
public final class IssuingAuthority {

    private static final String ROOT = "CN=Caravan Azure Emulator Credential";
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final Duration AUTHORITY_VALID = Duration.ofDays(365);

    /** Documented: from 1 to 90 days. */
    private static final Duration LEAF_VALID = Duration.ofDays(30);

    private final Clock clock;
    private final SecureRandom random;
    private final Signer root;
    private final ConcurrentHashMap<String, Signer> policies = new ConcurrentHashMap<>();

    private record Signer(X509Certificate certificate, KeyPair keys) {}

    private record Subject(X500Name name, SubjectPublicKeyInfo key, Duration valid) {}

    /** Makes the root. */
    public IssuingAuthority(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        var keys = newKeys();
        this.root = new Signer(sign(authority(ROOT, keys), new X500Name(ROOT), keys, true), keys);
    }

    /** The certificate for this request, its issuer, the root. */
    public List<X509Certificate> issue(SigningRequest request, String policy) {
        var signer = policies.computeIfAbsent(policy, this::policy);
        var subject = new Subject(request.subject(), request.key(), LEAF_VALID);
        return List.of(sign(subject, nameOf(signer), signer.keys(), false), signer.certificate(), root.certificate());
    }

    /** The root's certificate as PEM text: what whoever trusts the issued ones must trust. */
    public String rootPem() {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(root.certificate());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private Signer policy(String name) {
        var keys = newKeys();
        var subject = authority("CN=" + name.replaceAll("[^A-Za-z0-9-]", "-") + " issuing CA", keys);
        return new Signer(sign(subject, new X500Name(ROOT), root.keys(), true), keys);
    }

    private static X500Name nameOf(Signer signer) {
        return X500Name.getInstance(
                signer.certificate().getSubjectX500Principal().getEncoded());
    }

    private static Subject authority(String name, KeyPair keys) {
        return new Subject(
                new X500Name(name),
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                AUTHORITY_VALID);
    }

    private KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate sign(Subject subject, X500Name issuer, KeyPair keys, boolean authority) {
        try {
            var builder = new X509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, random),
                    Date.from(clock.instant().minus(BACKDATED)),
                    Date.from(clock.instant().plus(subject.valid())),
                    subject.name(),
                    subject.key());
            extend(builder, authority);
            var signer = new JcaContentSignerBuilder("SHA384withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("cannot issue a certificate: " + failure.getMessage(), failure);
        }
    }

    private static void extend(X509v3CertificateBuilder builder, boolean authority) throws CertIOException {
        var usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        }
    }
}
