package dev.caravan.preparation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.caravan.access.Role;

/**
 * Who and what chooses the IoT Hub of a board ({@code caravan.hub-choice} in the configuration).
 *
 * @param rules the first one that fits chooses
 * @param override the roles that may name another hub than the rules choose
 */
public record HubChoiceSettings(List<HubRule> rules, Set<Role> override) {

    public HubChoiceSettings {
        rules = rules == null ? List.of() : List.copyOf(rules);
        override = override == null ? Set.of() : Set.copyOf(override);
        var names = new HashSet<String>();
        for (var later = 0; later < rules.size(); later++) {
            var rule = rules.get(later);
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException(
                        "caravan.hub-choice.rules: there are two rules '" + rule.name() + "'");
            }
            rules.subList(0, later).stream()
                    .filter(earlier -> earlier.makesUnreachable(rule))
                    .findFirst()
                    .ifPresent(earlier -> {
                        throw new IllegalArgumentException("caravan.hub-choice.rules: rule '" + rule.name()
                                + "' is never reached: whatever fits it fits rule '" + earlier.name()
                                + "' before; put it earlier, or remove it");
                    });
        }
    }

    /** @throws IllegalArgumentException if a rule names another hub than these */
    public void requireHubs(List<String> known) {
        for (var rule : rules) {
            for (var hub : rule.hubs()) {
                if (!known.contains(hub)) {
                    throw new IllegalArgumentException("caravan.hub-choice.rules: rule '" + rule.name()
                            + "' names the hub '" + hub + "', which is not among caravan.activation.iot-hubs " + known);
                }
            }
        }
    }
}
