package dev.caravan.certificate;

import java.util.Arrays;
import java.util.Optional;

/** Why a certificate is revoked (RFC 5280, section 5.3.1): those that an end entity's can be, for good. */
public enum RevocationReason {
    UNSPECIFIED("unspecified", 0),
    /** Somebody else has, or may have, the private key. */
    KEY_COMPROMISE("keyCompromise", 1),
    AFFILIATION_CHANGED("affiliationChanged", 3),
    /** The board has another certificate. */
    SUPERSEDED("superseded", 4),
    /** The board is not used any more. */
    CESSATION_OF_OPERATION("cessationOfOperation", 5),
    PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9);

    private final String word;
    private final int code;

    RevocationReason(String word, int code) {
        this.word = word;
        this.code = code;
    }

    /** As RFC 5280 spells it. */
    public String word() {
        return word;
    }

    int code() {
        return code;
    }

    /** @param word as RFC 5280 spells it */
    public static Optional<RevocationReason> of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst();
    }
}
