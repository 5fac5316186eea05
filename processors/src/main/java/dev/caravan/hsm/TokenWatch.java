package dev.caravan.hsm;

import java.util.List;

/** Looks whether the token is there with all keys that are wanted, so that it is known also while nothing is issued. */
public final class TokenWatch {

    private final Token token;
    private final List<String> keys;

    public TokenWatch(Token token, List<String> keys) {
        this.token = token;
        this.keys = List.copyOf(keys);
    }

    /** What is wrong is in {@link Token#trouble()} and {@link Token#missingKeys()} then, and in the log. */
    public void look() {
        keys.forEach(this::look);
    }

    private void look(String key) {
        try {
            token.require(key);
        } catch (TokenUnavailableException known) {
            // Kept by the token, for whoever asks for its trouble.
            return;
        }
    }
}
