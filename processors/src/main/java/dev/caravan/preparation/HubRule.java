package dev.caravan.preparation;

import java.util.List;

/**
 * Where the boards that fit are activated: on the hub of these that has the fewest.
 *
 * @param name by which answers and messages name the rule
 * @param when all must hold; none: every board fits
 * @param capacity most boards on each of the hubs; 0 for no limit. A rule whose hubs are all full does not fit
 */
public record HubRule(String name, List<Condition> when, List<String> hubs, long capacity) {

    public HubRule {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("caravan.hub-choice.rules: each rule needs a name");
        }
        if (hubs == null || hubs.isEmpty()) {
            throw new IllegalArgumentException(
                    "caravan.hub-choice.rules: rule '" + name + "' needs 'hubs', some of caravan.activation.iot-hubs");
        }
        if (capacity < 0) {
            throw new IllegalArgumentException("caravan.hub-choice.rules: 'capacity' of rule '" + name
                    + "' must be 0 (no limit) or more, but is " + capacity);
        }
        when = when == null ? List.of() : List.copyOf(when);
        hubs = List.copyOf(hubs);
    }

    boolean makesUnreachable(HubRule later) {
        return capacity == 0 && Condition.cover(when, later.when);
    }
}
