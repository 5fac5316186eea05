package dev.caravan.hsm;

import java.security.PrivateKey;

import org.jspecify.annotations.Nullable;

/** A private key that is in a token: only its name is here. */
record TokenPrivateKey(Token token, KeyName name, String algorithm) implements PrivateKey {

    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    /** There is no encoded form of it. */
    @Override
    public @Nullable String getFormat() {
        return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    @Override
    public String toString() {
        return name + " in token '" + token.place().label() + "'";
    }
}
