package dev.caravan.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableFile;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/**
 * Detached CMS signatures (RFC 5652) in {@code x.csv.sig} beside {@code x.csv}, DER or PEM, as {@code openssl cms -sign
 * -binary} makes them. Only certificates of the configuration count, never those inside the signature; SHA-1 and older do
 * not. Thread-safe.
 */
public final class Signatures {

    static final String SUFFIX = ".sig";

    private static final int LARGEST = 1 << 20;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final Set<String> DIGESTS = Set.of(
            NISTObjectIdentifiers.id_sha256.getId(),
            NISTObjectIdentifiers.id_sha384.getId(),
            NISTObjectIdentifiers.id_sha512.getId(),
            NISTObjectIdentifiers.id_sha3_256.getId(),
            NISTObjectIdentifiers.id_sha3_384.getId(),
            NISTObjectIdentifiers.id_sha3_512.getId());

    private final List<X509Certificate> trusted;
    private final Clock clock;

    /** @param trusted who may sign; when empty, no signature is asked for */
    public Signatures(Collection<X509Certificate> trusted, Clock clock) {
        this.trusted = List.copyOf(trusted);
        this.clock = clock;
    }

    boolean required() {
        return !trusted.isEmpty();
    }

    static Path of(Path input) {
        return input.resolveSibling(input.getFileName() + SUFFIX);
    }

    /**
     * Requires a signature of a trusted signer over the snapshot, if one is asked for.
     *
     * @throws UnreadableBatchException if there is none, or it is not over this content
     */
    void require(Path input, Snapshot snapshot) {
        if (required()) {
            var signed = read(input, snapshot);
            var signers = signed.getSignerInfos().getSigners();
            if (signers.stream().noneMatch(signer -> isGood(signer, snapshot))) {
                throw refusal(
                        snapshot, "the signature is not one of a trusted signer (caravan.intake.trusted-signers)");
            }
        }
    }

    private CMSSignedData read(Path input, Snapshot snapshot) {
        var file = of(input);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(
                    snapshot,
                    "the file must be signed, but there is no signature file " + Shown.plain("" + file.getFileName())
                            + ": drop the signature first, then the file");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw refusal(snapshot, "the signature file is larger than 1 MiB, so it is none");
            }
            return new CMSSignedData(
                    new CMSProcessableFile(snapshot.file().toFile()), content(Files.readAllBytes(file)));
        } catch (CMSException | IllegalArgumentException garbage) {
            throw refusal(snapshot, "the signature file is no CMS signature in DER or PEM");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** @throws IllegalArgumentException if it is neither */
    private static ContentInfo content(byte[] file) {
        if (file.length > 0 && file[0] == '-') {
            try (var pem =
                    new PEMParser(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.US_ASCII))) {
                return required(ContentInfo.getInstance(pem.readObject()));
            } catch (IOException garbage) {
                throw new IllegalArgumentException(garbage);
            }
        }
        return required(ContentInfo.getInstance(file));
    }

    private static ContentInfo required(@Nullable ContentInfo found) {
        if (found == null) {
            throw new IllegalArgumentException("nothing is in it");
        }
        return found;
    }

    /** Whether a trusted certificate made it; throws with the reason where one claims to have, but has not. */
    private boolean isGood(SignerInformation signer, Snapshot snapshot) {
        for (var certificate : trusted) {
            try {
                if (signer.getSID().match(new JcaX509CertificateHolder(certificate))) {
                    requireGood(signer, certificate, snapshot);
                    return true;
                }
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return false;
    }

    private void requireGood(SignerInformation signer, X509Certificate certificate, Snapshot snapshot) {
        var name = "'" + certificate.getSubjectX500Principal().getName() + "'";
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException | CertificateNotYetValidException outdated) {
            throw refusal(snapshot, "the certificate of the signer " + name + " is not valid today");
        }
        var usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            throw refusal(snapshot, "the certificate of the signer " + name + " is not one for signatures");
        }
        if (!DIGESTS.contains(signer.getDigestAlgOID())) {
            throw refusal(snapshot, "the signature is made with a digest that is no longer safe; use SHA-256");
        }
        if (!verifies(signer, certificate)) {
            throw refusal(snapshot, "the signature of " + name + " is not one of this content: the file was changed");
        }
    }

    private static boolean verifies(SignerInformation signer, X509Certificate certificate) {
        try {
            return signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(certificate));
        } catch (CMSException changed) {
            return false;
        } catch (OperatorCreationException unknownKey) {
            throw new IllegalStateException("no signature can be verified with this certificate", unknownKey);
        }
    }

    private static UnreadableBatchException refusal(Snapshot snapshot, String reason) {
        return new UnreadableBatchException(snapshot.fileName(), reason);
    }
}
