package dev.caravan.hsm;

import java.util.List;
import java.util.function.Supplier;

/** Looks whether the token is there with all keys that are wanted, so that it is known also while nothing is issued. */
public final class TokenWatch {

    private final Token token;
    private final Supplier<List<KeyName>> wanted;

    /** @param wanted asked each time: an issuer gets another key while the hub runs */
    public TokenWatch(Token token, Supplier<List<KeyName>> wanted) {
        this.token = token;
        this.wanted = wanted;
    }

    /** What is wrong is in {@link Token#trouble()} and {@link Token#missingKeys()} then, and in the log. */
    public void look() {
        var keys = wanted.get();
        token.forgetAllBut(keys);
        keys.forEach(this::look);
    }

    private void look(KeyName key) {
        try {
            token.require(key);
        } catch (TokenUnavailableException known) {
            // Kept by the token, for whoever asks for its trouble.
            return;
        }
    }
}
