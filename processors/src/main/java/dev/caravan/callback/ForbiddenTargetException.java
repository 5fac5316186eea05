package dev.caravan.callback;

/** The hub may not call this host. The message names no address: whoever subscribes must learn nothing of inner networks. */
final class ForbiddenTargetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForbiddenTargetException(String message) {
        super(message);
    }
}
