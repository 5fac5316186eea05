package dev.caravan.hsm;

/** What is asked of the token cannot be done now. It may be later: the message says why, and what to do. */
public final class TokenUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String message) {
        super(message);
    }
}
