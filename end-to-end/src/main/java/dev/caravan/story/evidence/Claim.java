package dev.caravan.story.evidence;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what is claimed with what is found. Every method throws {@link UntrueException} when they differ. */
public final class Claim {

    private static final int SHOWN = 5;

    private Claim() {}

    /** @param what the subject of the sentence, such as {@code "enrollments in DPS"} */
    public static void same(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new UntrueException(what, String.valueOf(expected), String.valueOf(actual));
        }
    }

    /** Shows only the first few differences. */
    public static void sameMap(String what, Map<String, ?> expected, Map<String, ?> actual) {
        var keys = new TreeSet<String>(expected.keySet());
        keys.addAll(actual.keySet());
        var differing = keys.stream()
                .filter(key -> !String.valueOf(expected.get(key)).equals(String.valueOf(actual.get(key))))
                .toList();
        if (!differing.isEmpty()) {
            throw new UntrueException(
                    what + " (" + differing.size() + " of " + keys.size() + " differ)",
                    some(differing, expected),
                    some(differing, actual));
        }
    }

    public static void holds(String what, boolean condition, Object actual) {
        if (!condition) {
            throw new UntrueException(what, "so", String.valueOf(actual));
        }
    }

    private static String some(java.util.List<String> keys, Map<String, ?> values) {
        return keys.stream()
                .limit(SHOWN)
                .map(key -> key + ": " + (values.containsKey(key) ? values.get(key) : "nothing"))
                .collect(Collectors.joining(", "));
    }
}
