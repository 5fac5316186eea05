package dev.caravan.custody;

/** A private key may not be made, kept or handed over here. The message says why, and never anything of a key. */
public final class KeyCustodyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyCustodyException(String message) {
        super(message);
    }
}
