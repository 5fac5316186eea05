package dev.caravan.emulator.fault;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.wire.Transport;

/**
 * Which calls a fault fires on: of those that match, the first {@code skip} are spared, then each n-th is taken, then
 * chance decides, and after {@code times} firings it is over.
 *
 * @param operations empty for all; so for planes and transports
 * @param ids found anywhere in the id, or in any id of a bulk call; null for all
 * @param every fires on each n-th matching call, counted after the skipped ones
 * @param times how often at most
 * @param chance from 0 to 1
 */
record Rule(
        Set<String> operations,
        Set<Plane> planes,
        Set<Transport> transports,
        @Nullable Pattern ids,
        int every,
        int skip,
        int times,
        Chance chance) {

    /**
     * A probability that replays: the decision on the n-th call depends on the seed and n alone, so that the same calls
     * in the same order meet the same faults.
     */
    record Chance(double probability, long seed) {

        boolean hits(int number) {
            return probability >= 1 || new SplittableRandom(seed + number).nextDouble() < probability;
        }
    }

    boolean matches(Attempt attempt, Transport transport) {
        return (operations.isEmpty() || operations.contains(attempt.operation()))
                && (planes.isEmpty() || planes.contains(attempt.plane()))
                && (transports.isEmpty() || transports.contains(transport))
                && matchesId(attempt);
    }

    boolean concerns(String id) {
        return ids == null || ids.matcher(id).find();
    }

    private boolean matchesId(Attempt attempt) {
        return ids == null || attempt.ids().stream().anyMatch(this::concerns);
    }

    /** Whether it fires on the n-th matching call, counted from 1; how often it fired is not asked here. */
    boolean takes(int number) {
        var after = number - skip;
        return after > 0 && after % every == 0 && chance.hits(number);
    }
}
