package dev.caravan.hub.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.caravan.hub.api.Problem.Kind;

/** Requests that hold a thread of the server for long: a few of each principal, and of all far fewer than there are threads. */
final class Places {

    private final int each;
    private final int together;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    /** @param each how many one principal has at once */
    Places(int each, int together) {
        this.each = each;
        this.together = together;
    }

    /** A place that is held until it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @return empty if all places are taken, by whomever */
    synchronized Optional<Place> take(String principal, String what, Duration retry) {
        if (taken.getOrDefault(principal, 0) >= each) {
            throw full("You have " + each + " " + what + " under way, which is the most", retry);
        }
        if (all >= together) {
            return Optional.empty();
        }
        all++;
        taken.merge(principal, 1, Integer::sum);
        return Optional.of(() -> leave(principal));
    }

    static ProblemException full(String words, Duration retry) {
        return new ProblemException(
                Problem.of(
                        Kind.TOO_MANY_REQUESTS,
                        words + ". Nothing was done; make the same request again in " + retry.toSeconds() + " s"),
                retry);
    }

    private synchronized void leave(String principal) {
        all--;
        taken.computeIfPresent(principal, (same, count) -> count == 1 ? null : count - 1);
    }
}
