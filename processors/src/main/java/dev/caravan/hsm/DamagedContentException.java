package dev.caravan.hsm;

/** What should be decrypted is not what was encrypted with this key. */
public final class DamagedContentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DamagedContentException(String message) {
        super(message);
    }
}
