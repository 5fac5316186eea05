package dev.caravan.hsm;

import java.util.List;

import dev.caravan.secret.SecretText;

/**
 * Where a token is, and its user's PIN.
 *
 * @param library the shared library with which its maker speaks PKCS#11
 * @param label the token's own, whatever slot it is in
 * @param pinFile file that holds the PIN and nothing else; empty: it is in {@link #VARIABLE}
 * @param atOnce how many calls are given to the token at the same time, 1 to 64
 * @param environment variables that the library wants to see, beside the hub's own, {@code NAME=value}
 */
public record TokenPlace(String library, String label, String pinFile, int atOnce, List<String> environment) {

    /** The environment variable with the PIN. */
    public static final String VARIABLE = "CARAVAN_TOKEN_PIN";

    private static final int MOST_AT_ONCE = 64;

    /** @throws IllegalArgumentException naming key and rule */
    public TokenPlace {
        if (library.isEmpty() != label.isEmpty()) {
            throw new IllegalArgumentException("token.library and token.label are set both, or neither, but are '"
                    + library + "' and '" + label + "'");
        }
        if (library.contains("\"") || library.contains("\n")) {
            throw new IllegalArgumentException("token.library must be a path without quotes, but is '" + library + "'");
        }
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException("token.at-once must be 1 to " + MOST_AT_ONCE + ", but is " + atOnce);
        }
        environment.stream()
                .filter(variable -> variable.indexOf('=') < 1)
                .findFirst()
                .ifPresent(variable -> {
                    throw new IllegalArgumentException(
                            "token.environment must have NAME=value, but has '" + variable + "'");
                });
        environment = List.copyOf(environment);
    }

    /** Whether there is a token at all. */
    public boolean isNamed() {
        return !library.isEmpty();
    }

    SecretText pin() {
        return new SecretText("token.pin-file", pinFile, VARIABLE);
    }
}
