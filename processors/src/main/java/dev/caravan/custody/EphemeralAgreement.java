package dev.caravan.custody;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInfoGenerator;
import org.bouncycastle.operator.GenericKey;
import org.jspecify.annotations.Nullable;

import dev.caravan.certificate.CertificateTools;

/**
 * {@code dhSinglePass-stdDH-sha256kdf} with AES-256 key wrap, after RFC 5753, for one envelope. BouncyCastle's own
 * generator has its key agreement in Java; this one has it from the provider that signs, at four times the speed.
 */
final class EphemeralAgreement extends KeyAgreeRecipientInfoGenerator {

    /** X9.63's counter: AES-256 needs one block of SHA-256 and no more. */
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    /** The length of the key in bits, 256. */
    private static final byte[] KEY_BITS = {0, 0, 1, 0};

    private final KeyPair ephemeral;
    private final StationKey station;
    private final CertificateTools tools;

    private EphemeralAgreement(KeyPair ephemeral, StationKey station, CertificateTools tools) {
        super(
                CMSAlgorithm.ECDH_SHA256KDF,
                SubjectPublicKeyInfo.getInstance(ephemeral.getPublic().getEncoded()),
                CMSAlgorithm.AES256_WRAP);
        this.ephemeral = ephemeral;
        this.station = station;
        this.tools = tools;
    }

    static EphemeralAgreement with(StationKey station, CertificateTools tools) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC", tools.providers().signer());
        generator.initialize(station.curve(), tools.random());
        return new EphemeralAgreement(generator.generateKeyPair(), station, tools);
    }

    @Override
    protected ASN1Sequence generateRecipientEncryptedKeys(
            AlgorithmIdentifier agreement, AlgorithmIdentifier wrapping, GenericKey contentKey) throws CMSException {
        try {
            var wrap = Cipher.getInstance("AESWrap", "SunJCE");
            wrap.init(Cipher.WRAP_MODE, wrappingKey(wrapping));
            var wrapped = wrap.wrap(key(contentKey));
            return new DERSequence(new RecipientEncryptedKey(station.id(), new DEROctetString(wrapped)));
        } catch (GeneralSecurityException | IOException failure) {
            throw new CMSException("no key could be agreed with the station", failure);
        }
    }

    private Key wrappingKey(AlgorithmIdentifier wrapping) throws GeneralSecurityException, IOException {
        var agreement = KeyAgreement.getInstance("ECDH", tools.providers().signer());
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(station.key(), true);
        var secret = agreement.generateSecret();
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(secret);
        Arrays.fill(secret, (byte) 0);
        digest.update(FIRST_BLOCK);
        digest.update(new ECCCMSSharedInfo(wrapping, KEY_BITS).getEncoded(ASN1Encoding.DER));
        return new SecretKeySpec(digest.digest(), "AES");
    }

    private static Key key(GenericKey contentKey) {
        return contentKey.getRepresentation() instanceof Key key
                ? key
                : new SecretKeySpec((byte[]) contentKey.getRepresentation(), "AES");
    }

    /** None: the ephemeral key makes each agreement a new one. */
    @Override
    protected byte @Nullable [] getUserKeyingMaterial(AlgorithmIdentifier agreement) {
        return null;
    }
}
