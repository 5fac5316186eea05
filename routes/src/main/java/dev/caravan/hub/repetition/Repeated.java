package dev.caravan.hub.repetition;

import java.util.Map;
import java.util.Set;

/**
 * What a repetition means for each operation. Most can be carried out once more without harm, so that one that a crash has
 * cut off is begun anew, and their answers are kept.
 */
final class Repeated {

    /** They remember their key themselves, for another time and with another meaning. */
    private static final Set<String> BY_THEMSELVES = Set.of("pickUpIdentity", "confirmIdentityPickup");

    /** Their answers hold a secret and are never kept; a second time would make a second secret. */
    private static final Map<String, String> SECRET = Map.of(
            "subscribe",
            "GET /api/v1/subscriptions lists what there is. If you have not got the secret, delete the subscription and"
                    + " make another one under a new key",
            "rotateSecret",
            "If you have not got the new secret, ask for another one under a new key");

    private Repeated() {}

    static boolean remembersByItself(String operation) {
        return BY_THEMSELVES.contains(operation);
    }

    static boolean isSecret(String operation) {
        return SECRET.containsKey(operation);
    }

    /** What the caller of an operation with a secret does next. */
    static String wayOn(String operation) {
        return SECRET.getOrDefault(operation, "Look at what it has changed");
    }
}
