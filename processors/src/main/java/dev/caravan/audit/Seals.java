package dev.caravan.audit;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/** Who has signed a checkpoint. */
final class Seals {

    private Seals() {}

    /** The first of these that has signed exactly this text. */
    static Optional<X509Certificate> signer(StoredCheckpoint checkpoint, Collection<X509Certificate> known) {
        try {
            var seal = read(checkpoint);
            for (var signer : seal.getSignerInfos()) {
                for (var certificate : known) {
                    if (signer.getSID().match(new JcaX509CertificateHolder(certificate))
                            && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
                        return Optional.of(certificate);
                    }
                }
            }
            return Optional.empty();
        } catch (CMSException | CertificateException | OperatorCreationException | IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    /** Whether it is whole: signed by one of these, or by whom it says itself. Says nothing about who that is. */
    static boolean isWhole(StoredCheckpoint checkpoint, X509Certificate own) {
        var signers = new ArrayList<>(carried(checkpoint));
        signers.add(own);
        return signer(checkpoint, signers).isPresent();
    }

    /** Who it says has signed it; nothing is checked. */
    static String claimed(StoredCheckpoint checkpoint) {
        return carried(checkpoint).stream()
                .findFirst()
                .map(certificate -> "'" + certificate.getSubjectX500Principal().getName() + "'")
                .orElse("nobody");
    }

    private static List<X509Certificate> carried(StoredCheckpoint checkpoint) {
        try {
            var found = new ArrayList<X509Certificate>();
            for (X509CertificateHolder holder :
                    read(checkpoint).getCertificates().getMatches(null)) {
                found.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
            return found;
        } catch (CMSException | CertificateException | IllegalArgumentException garbage) {
            return List.of();
        }
    }

    private static CMSSignedData read(StoredCheckpoint checkpoint) throws CMSException {
        var content = new CMSProcessableByteArray(checkpoint.content().getBytes(StandardCharsets.UTF_8));
        return new CMSSignedData(content, Base64.getDecoder().decode(checkpoint.signature()));
    }
}
