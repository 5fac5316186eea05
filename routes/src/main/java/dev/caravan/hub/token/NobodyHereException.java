package dev.caravan.hub.token;

/** The token is good, but makes nobody to the hub; the message says why. */
final class NobodyHereException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NobodyHereException(String why) {
        super(why);
    }
}
