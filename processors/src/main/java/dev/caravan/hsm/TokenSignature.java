package dev.caravan.hsm;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureSpi;

import org.jspecify.annotations.Nullable;

/** Has a digest signed, or, by RSA, what was collected: a token pads only what it has digested itself. To verify needs no token. */
final class TokenSignature extends SignatureSpi {

    private final String algorithm;
    private final @Nullable MessageDigest digest;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable TokenPrivateKey key;

    private TokenSignature(String algorithm, @Nullable MessageDigest digest) {
        this.algorithm = algorithm;
        this.digest = digest;
    }

    /** ECDSA: however long the content is, only its digest goes to the token. */
    static TokenSignature ofDigest(String digest) throws NoSuchAlgorithmException {
        return new TokenSignature("NONEwithECDSA", MessageDigest.getInstance(digest));
    }

    static TokenSignature ofContent(String algorithm) {
        return new TokenSignature(algorithm, null);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof TokenPrivateKey inToken)) {
            throw new InvalidKeyException("not a key in a token");
        }
        this.key = inToken;
        content.reset();
        if (digest != null) {
            digest.reset();
        }
    }

    @Override
    protected void engineUpdate(byte each) {
        if (digest == null) {
            content.write(each);
        } else {
            digest.update(each);
        }
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
        if (digest == null) {
            content.write(bytes, offset, length);
        } else {
            digest.update(bytes, offset, length);
        }
    }

    @Override
    protected byte[] engineSign() {
        var signing = key;
        if (signing == null) {
            throw new IllegalStateException("not initialized");
        }
        var bytes = digest == null ? content.toByteArray() : digest.digest();
        content.reset();
        return signing.token().sign(signing.label(), algorithm, bytes);
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
