package dev.caravan.custody;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** A flashing station as the configuration names it: a file, and in it the one certificate that keys are sealed for. */
record StationCertificate(Path file, X509Certificate certificate) {

    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;
    private static final int LEAST_RSA_BITS = 2048;
    private static final Map<ASN1Encodable, String> CURVES =
            Map.of(SECObjectIdentifiers.secp256r1, "P-256", SECObjectIdentifiers.secp384r1, "P-384");

    /** @throws IllegalArgumentException naming setting, file, rule and value */
    static StationCertificate read(Path file, Instant now) {
        var station = new StationCertificate(file, one(file, certificates(file)));
        var expiry = station.notValidBecause(now);
        if (expiry != null) {
            throw refusal(file, expiry);
        }
        station.requireStrongKey();
        station.requireKeyUsage();
        return station;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try {
            var content = Files.readAllBytes(file);
            if (new String(content, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----")) {
                throw refusal(
                        file,
                        "must hold a certificate only, but a private key is in it. That key belongs on the station and"
                                + " nowhere else: if it is the station's, make a new one there");
            }
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
        } catch (CertificateException garbage) {
            return List.of();
        } catch (IOException unreadable) {
            throw refusal(file, "must hold a station's certificate in PEM, but cannot be read: " + unreadable);
        }
    }

    private static X509Certificate one(Path file, Collection<? extends Certificate> found) {
        if (found.size() != 1) {
            throw refusal(
                    file,
                    "must hold one certificate in PEM, the station's own, but holds "
                            + (found.isEmpty() ? "none" : String.valueOf(found.size())));
        }
        return (X509Certificate) found.iterator().next();
    }

    /** In words, or null if it is valid at this moment. */
    @Nullable
    String notValidBecause(Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return "the certificate must be valid today, but expired at "
                    + certificate.getNotAfter().toInstant();
        }
        return now.isBefore(certificate.getNotBefore().toInstant())
                ? "the certificate must be valid today, but begins at "
                        + certificate.getNotBefore().toInstant()
                : null;
    }

    boolean isRsa() {
        return info().getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    }

    private void requireStrongKey() {
        var algorithm = info().getAlgorithm();
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            require(
                    CURVES.containsKey(algorithm.getParameters()),
                    "the key must be EC on P-256 or P-384, or RSA, but is EC on another curve ("
                            + algorithm.getParameters() + ")");
        } else if (isRsa()) {
            var bits = ((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength();
            require(bits >= LEAST_RSA_BITS, "an RSA key must have at least 2048 bits, but has " + bits);
        } else {
            throw refusal(
                    file,
                    "the key must be EC on P-256 or P-384, or RSA, but is "
                            + certificate.getPublicKey().getAlgorithm() + " (" + algorithm.getAlgorithm() + ")");
        }
    }

    private void requireKeyUsage() {
        var usage = certificate.getKeyUsage();
        if (usage != null) {
            require(
                    usage[isRsa() ? KEY_ENCIPHERMENT : KEY_AGREEMENT],
                    "the key usage must allow " + (isRsa() ? "keyEncipherment" : "keyAgreement")
                            + " (or the certificate must have no key usage), but does not");
        }
    }

    private SubjectPublicKeyInfo info() {
        return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw refusal(file, otherwise);
        }
    }

    static IllegalArgumentException refusal(Path file, String words) {
        return new IllegalArgumentException(CustodySettings.STATIONS + ": " + file + ": " + words);
    }
}
