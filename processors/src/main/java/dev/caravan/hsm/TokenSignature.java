package dev.caravan.hsm;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureSpi;

import org.jspecify.annotations.Nullable;

/** Collects what is to be signed, and has it signed at once. To verify needs no token. */
final class TokenSignature extends SignatureSpi {

    private final String algorithm;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable TokenPrivateKey key;

    TokenSignature(String algorithm) {
        this.algorithm = algorithm;
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof TokenPrivateKey inToken)) {
            throw new InvalidKeyException("not a key in a token");
        }
        this.key = inToken;
        content.reset();
    }

    @Override
    protected void engineUpdate(byte each) {
        content.write(each);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
        content.write(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() {
        var signing = key;
        if (signing == null) {
            throw new IllegalStateException("not initialized");
        }
        var bytes = content.toByteArray();
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
