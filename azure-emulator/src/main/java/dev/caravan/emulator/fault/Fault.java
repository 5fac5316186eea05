package dev.caravan.emulator.fault;

import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One fault as it was asked for, and how often it was met. */
final class Fault {

    private final String id;
    private final ObjectNode asked;
    private final Rule rule;
    private final FaultAction action;
    private final AtomicInteger matched = new AtomicInteger();
    private final AtomicInteger fired = new AtomicInteger();

    /**
     * Which calls a fault fires on.
     *
     * @param operations empty for all
     * @param every fires on each n-th matching call, counted after the skipped ones
     * @param times how often at most
     */
    record Rule(Set<String> operations, @Nullable Pattern ids, int every, int skip, int times) {

        boolean matches(Attempt attempt) {
            return (operations.isEmpty() || operations.contains(attempt.operation())) && matchesId(attempt);
        }

        private boolean matchesId(Attempt attempt) {
            if (ids == null) {
                return true;
            }
            return (attempt.id() != null && ids.matcher(attempt.id()).find())
                    || attempt.bulkIds().stream()
                            .anyMatch(each -> ids.matcher(each).find());
        }
    }

    Fault(String id, ObjectNode asked, Rule rule, FaultAction action) {
        this.id = id;
        this.asked = asked;
        this.rule = rule;
        this.action = action;
    }

    /** The number of this firing, from 0; empty when it does not fire on this call. */
    OptionalInt fire(Attempt attempt) {
        if (!rule.matches(attempt)) {
            return OptionalInt.empty();
        }
        var after = matched.incrementAndGet() - rule.skip();
        if (after <= 0 || after % rule.every() != 0) {
            return OptionalInt.empty();
        }
        var firing = fired.getAndUpdate(count -> Math.min(count + 1, rule.times()));
        return firing < rule.times() ? OptionalInt.of(firing) : OptionalInt.empty();
    }

    String id() {
        return id;
    }

    @Nullable
    Pattern ids() {
        return rule.ids();
    }

    FaultAction action() {
        return action;
    }

    ObjectNode show() {
        return asked.deepCopy().put("id", id).put("fired", fired.get()).put("matched", matched.get());
    }
}
