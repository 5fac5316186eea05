package dev.caravan.emulator.dps.registration;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a device is.
 *
 * @param deviceId its name there, which it keeps until its registration is deleted (seen)
 * @param earlier hubs it was in before, oldest first
 */
public record Place(String hub, String deviceId, List<String> earlier) {

    static Place first(String hub, String deviceId) {
        return new Place(hub, deviceId, List.of());
    }

    Place movedTo(String other) {
        if (other.equals(hub)) {
            return this;
        }
        List<String> before = new ArrayList<>(earlier);
        before.remove(hub);
        before.add(hub);
        return new Place(other, deviceId, List.copyOf(before));
    }

    boolean wasIn(String other) {
        return earlier.contains(other);
    }
}
