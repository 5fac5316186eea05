package dev.caravan.hsm;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;

import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.jspecify.annotations.Nullable;

/** However long the content is, only its digest goes to the token. To verify needs no token. */
final class TokenSignature extends SignatureSpi {

    private final MessageDigest digest;
    private final boolean rsa;
    private @Nullable TokenPrivateKey key;

    private TokenSignature(MessageDigest digest, boolean rsa) {
        this.digest = digest;
        this.rsa = rsa;
    }

    /** @param algorithm SHA-256 or SHA-384, with ECDSA or RSA */
    static TokenSignature of(String algorithm) throws NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance(algorithm.startsWith("SHA384") ? "SHA-384" : "SHA-256");
        return new TokenSignature(digest, algorithm.endsWith("RSA"));
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof TokenPrivateKey inToken)) {
            throw new InvalidKeyException("not a key in a token");
        }
        this.key = inToken;
        digest.reset();
    }

    @Override
    protected void engineUpdate(byte each) {
        digest.update(each);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        var signing = key;
        if (signing == null) {
            throw new IllegalStateException("not initialized");
        }
        return rsa
                ? signing.token().sign(signing.name(), "NONEwithRSA", named(digest.digest()))
                : signing.token().sign(signing.name(), "NONEwithECDSA", digest.digest());
    }

    /** RFC 8017, 9.2: what is padded says which digest it is. */
    private byte[] named(byte[] hash) throws SignatureException {
        var name = hash.length == 32 ? NISTObjectIdentifiers.id_sha256 : NISTObjectIdentifiers.id_sha384;
        try {
            return new DigestInfo(new AlgorithmIdentifier(name, DERNull.INSTANCE), hash).getEncoded();
        } catch (IOException impossible) {
            throw new SignatureException(impossible);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        throw new InvalidKeyException("a token is not needed to verify");
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException();
    }
}
