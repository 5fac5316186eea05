package dev.caravan.hub.api;

/** What a caller came in with. */
public enum Credential {
    KEY,
    PASSWORD,
    /** A password that somebody else has seen: good for changing it, and for nothing else. */
    FIRST_PASSWORD,
    TOKEN,
    /** A gateway's signature of this one report. */
    SIGNATURE,
    /** A station's, in TLS. */
    CERTIFICATE;

    boolean isPassword() {
        return this == PASSWORD || this == FIRST_PASSWORD;
    }
}
