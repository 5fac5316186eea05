package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.BoardGuid;

/** Issues a board's key and client certificate. Any number of threads may issue at once. */
public final class LeafIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(LeafIssuer.class);

    private final CertificateAuthority authority;
    private final LeafProfile profile;
    private final CertificateTools tools;
    private final LeafInspection inspection;
    private final X500Name issuerName;

    /** Warns, once, when the issuing authority ends before a certificate issued now would. */
    public LeafIssuer(CertificateAuthority authority, LeafProfile profile, CertificateTools tools) {
        this.authority = authority;
        this.profile = profile;
        this.tools = tools;
        issuerName = X500Name.getInstance(
                authority.issuer().getSubjectX500Principal().getEncoded());
        try {
            inspection = new LeafInspection(authority.issuer(), tools.providers());
        } catch (GeneralSecurityException failure) {
            throw new CertificateAuthorityException("the issuing key cannot be used: " + failure, failure);
        }
        warnWhenIssuerEndsFirst();
    }

    /**
     * A new key on P-256 and a certificate for it, as by {@link #certify}.
     *
     * @throws CertificateAuthorityException if the issuing authority has expired by the clock
     * @throws DefectiveCertificateException if what was made is not what was asked for, or could not be made
     */
    public IssuedIdentity issue(BoardGuid guid) {
        try {
            var key = CertificateDraft.newKey(tools);
            return new IssuedIdentity(guid, key.getPrivate(), certify(guid, key.getPublic()), authority.chain());
        } catch (GeneralSecurityException failure) {
            throw new DefectiveCertificateException("no key could be made for " + guid, failure);
        }
    }

    /**
     * A certificate for a key whose private half is elsewhere, after the same profile. It has been parsed from its DER,
     * verified, and compared with the profile: see {@link LeafInspection}. Whether the key is good is the caller's to judge.
     *
     * @throws CertificateAuthorityException if the issuing authority has expired by the clock
     * @throws DefectiveCertificateException if what was made is not what was asked for, or could not be made
     */
    public X509Certificate certify(BoardGuid guid, PublicKey key) {
        var validity = validity();
        try {
            var leaf = draft(guid, key, validity).sign(authority.signingKey());
            inspection.inspect(leaf, guid, key, validity);
            return leaf;
        } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
            throw new DefectiveCertificateException("no certificate could be made for " + guid, failure);
        }
    }

    /** As {@link #issue}, for many, in their order: several at once where the key is in a token, which else would wait. */
    public List<IssuedIdentity> issueAll(List<BoardGuid> guids) {
        return SideBySide.map(guids, authority.signingKey().atOnce(), this::issue);
    }

    private CertificateDraft draft(BoardGuid guid, PublicKey key, CertificateDraft.Validity validity)
            throws IOException, GeneralSecurityException {
        return new CertificateDraft(commonName(guid), issuerName, key, validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .identifiers(key, authority.issuer().getPublicKey());
    }

    private static X500Name commonName(BoardGuid guid) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, guid.value())
                .build();
    }

    private CertificateDraft.Validity validity() {
        Instant now = tools.clock().instant();
        Instant issuerEnd = end(authority.issuer());
        if (!now.isBefore(issuerEnd)) {
            throw new CertificateAuthorityException("the issuing authority expired at " + issuerEnd
                    + ": no certificate can be issued until it is renewed");
        }
        Instant wanted = now.plus(profile.validity());
        return new CertificateDraft.Validity(
                now.minus(profile.backdate()), wanted.isAfter(issuerEnd) ? issuerEnd : wanted);
    }

    private void warnWhenIssuerEndsFirst() {
        Instant issuerEnd = end(authority.issuer());
        if (tools.clock().instant().plus(profile.validity()).isAfter(issuerEnd)) {
            LOG.atWarn()
                    .addKeyValue("issuerEnd", issuerEnd)
                    .addKeyValue("validity", profile.validity())
                    .log("boards get a shorter certificate than asked for: none outlives the issuing authority");
        }
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
