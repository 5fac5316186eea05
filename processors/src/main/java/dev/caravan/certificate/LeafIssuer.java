package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.BoardGuid;

/** Issues a board's key and client certificate. Any number of threads may issue at once. */
public final class LeafIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(LeafIssuer.class);

    /** Of a slow token's certificates none is lost that was made minutes ago. */
    private static final int PORTION = 100;

    private final CertificateAuthority authority;
    private final LeafProfile profile;
    private final CertificateTools tools;
    private final LeafSigner signer;
    private final LeafInspection inspection;

    /** Warns, once, when the issuing authority ends before a certificate issued now would. */
    public LeafIssuer(CertificateAuthority authority, LeafProfile profile, CertificateTools tools) {
        this.authority = authority;
        this.profile = profile;
        this.tools = tools;
        try {
            signer = new LeafSigner(authority, profile, tools);
            inspection = new LeafInspection(authority.issuer(), profile, tools.providers());
        } catch (GeneralSecurityException | IOException failure) {
            throw new CertificateAuthorityException("the issuing key cannot be used: " + failure, failure);
        }
        warnWhenIssuerEndsFirst();
    }

    boolean isOf(CertificateAuthority other) {
        return authority == other;
    }

    /**
     * A new key of the profile's kind and a certificate for it, as by {@link #certify}.
     *
     * @throws CertificateAuthorityException if the issuing authority has expired by the clock
     * @throws DefectiveCertificateException if what was made is not what was asked for, or could not be made
     */
    public IssuedIdentity issue(BoardGuid guid) {
        try {
            var key = profile.key().newPair(tools);
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
        var serial = tools.serials().next();
        try {
            var leaf = parsed(signer.sign(guid, key, serial, validity));
            inspection.inspect(leaf, guid, key, serial, validity);
            return leaf;
        } catch (GeneralSecurityException failure) {
            throw new DefectiveCertificateException("no certificate could be made for " + guid, failure);
        }
    }

    /**
     * As {@link #issue}, for many, in their order. Where the key is in a token the others are asked for already while some are
     * taken, so that the token need not wait; a failure leaves those that were taken.
     *
     * @param taken gets all of them at once, or in portions where they come from a token
     */
    public void issueAll(List<BoardGuid> guids, Consumer<List<IssuedIdentity>> taken) {
        var askers = authority.signingKey().askers();
        if (askers == null) {
            taken.accept(guids.stream().map(this::issue).toList());
        } else {
            new SideBySide(askers).work(guids, this::issue, PORTION, taken);
        }
    }

    /** The certificate as any reader will see it. */
    private static X509Certificate parsed(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private CertificateDraft.Validity validity() {
        Instant now = tools.clock().instant();
        Instant issuerEnd = end(authority.issuer());
        if (!now.isBefore(issuerEnd)) {
            throw new CertificateAuthorityException("the issuing authority expired at " + issuerEnd
                    + ": no certificate can be issued until it is renewed");
        }
        Instant wanted = now.plus(profile.validity());
        Instant issuerBegin = authority.issuer().getNotBefore().toInstant();
        Instant begin = now.minus(profile.backdate());
        return new CertificateDraft.Validity(
                begin.isBefore(issuerBegin) ? issuerBegin : begin, wanted.isAfter(issuerEnd) ? issuerEnd : wanted);
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
