package dev.caravan.matrix;

import java.util.List;

/** A side of Azure that has clients of its own. */
enum Plane {
    DPS_SERVICE("DPS, service API", List.of(Transport.HTTPS)),
    DPS_DEVICE("DPS, device API", List.of(Transport.values())),
    HUB_DEVICE("IoT Hub, device side", List.of(Transport.values())),
    HUB_SERVICE("IoT Hub, service side", List.of(Transport.HTTPS, Transport.AMQPS, Transport.AMQPS_WS));

    private final String title;
    private final List<Transport> transports;

    Plane(String title, List<Transport> transports) {
        this.title = title;
        this.transports = transports;
    }

    String title() {
        return title;
    }

    List<Transport> transports() {
        return transports;
    }

    List<Scenario> scenarios() {
        return List.of(Scenario.values()).stream()
                .filter(scenario -> scenario.plane() == this)
                .toList();
    }
}
