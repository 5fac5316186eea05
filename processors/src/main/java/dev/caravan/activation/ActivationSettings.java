package dev.caravan.activation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which hubs a board may be activated on ({@code caravan.activation} in the configuration).
 *
 * @param iotHubs host names, e.g. {@code plant-a.azure-devices.net}; each is linked to the DPS
 */
public record ActivationSettings(List<String> iotHubs) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");

    public ActivationSettings {
        if (iotHubs.isEmpty()) {
            throw new IllegalArgumentException("caravan.activation.iot-hubs must name at least one IoT Hub");
        }
        for (var hub : iotHubs) {
            if (!HOST.matcher(hub).matches()) {
                throw new IllegalArgumentException(
                        "caravan.activation.iot-hubs must hold host names such as plant-a.azure-devices.net, but holds '"
                                + hub + "'");
            }
        }
        iotHubs = List.copyOf(iotHubs);
    }

    boolean knows(String hub) {
        return iotHubs.contains(hub);
    }
}
