package dev.caravan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

import dev.caravan.board.BoardGuid;

/** Makes leaves of one profile under one issuing authority, unchecked. Any number of threads may use it at once. */
final class LeafSigner {

    private static final byte[] NO_UNUSED_BITS = {0};

    private final LeafTemplate template;
    private final String algorithm;
    private final byte[] algorithmDer;
    private final SigningKey key;
    private final CertificateTools tools;

    LeafSigner(CertificateAuthority authority, LeafProfile profile, CertificateTools tools)
            throws GeneralSecurityException, IOException {
        this.tools = tools;
        algorithm = IssuerKey.signatureOf(authority.issuer().getPublicKey());
        var identifier = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
        algorithmDer = identifier.getEncoded();
        template = new LeafTemplate(profile, authority.issuer(), identifier);
        key = authority.signingKey();
    }

    /** @return the certificate's DER */
    byte[] sign(BoardGuid guid, PublicKey subject, BigInteger serial, CertificateDraft.Validity validity)
            throws GeneralSecurityException {
        var info = SubjectPublicKeyInfo.getInstance(subject.getEncoded());
        var toBeSigned = template.toBeSigned(guid, info, serial, validity);
        var signing = Signature.getInstance(algorithm, key.provider());
        signing.initSign(key.key(), tools.random());
        signing.update(toBeSigned);
        return Der.of(Der.SEQUENCE, toBeSigned, algorithmDer, Der.of(Der.BIT_STRING, NO_UNUSED_BITS, signing.sign()));
    }
}
