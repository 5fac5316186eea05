package dev.caravan.board;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a machine manufacturer decides about a board: its IoT Hub and its initial device twin.
 *
 * @param iotHub host name of the hub, e.g. {@code plant-a.azure-devices.net}
 * @param tags twin tags, seen by the service only
 * @param desired desired properties, seen by the board
 */
public record Activation(String iotHub, ObjectNode tags, ObjectNode desired) {

    /** This one, and of the twin of the other one what this one does not name. */
    public Activation over(Activation other) {
        return new Activation(iotHub, merged(other.tags, tags), merged(other.desired, desired));
    }

    private static ObjectNode merged(ObjectNode below, ObjectNode above) {
        var merged = below.deepCopy();
        above.properties().forEach(each -> {
            var there = merged.get(each.getKey());
            merged.set(
                    each.getKey(),
                    there instanceof ObjectNode lower && each.getValue() instanceof ObjectNode upper
                            ? merged(lower, upper)
                            : each.getValue());
        });
        return merged;
    }
}
