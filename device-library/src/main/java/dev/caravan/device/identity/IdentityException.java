package dev.caravan.device.identity;

import java.nio.file.Path;

/** An identity file breaks a rule; the message names the file and the rule, and never any content of the file. */
public final class IdentityException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;

    IdentityException(Path file, String rule) {
        super(file + ": " + rule);
        this.rule = rule;
    }

    IdentityException(Path file, String rule, Throwable cause) {
        super(file + ": " + rule, cause);
        this.rule = rule;
    }

    /** The broken rule without the file's path, for readers who must not learn the path. */
    public String rule() {
        return rule;
    }
}
