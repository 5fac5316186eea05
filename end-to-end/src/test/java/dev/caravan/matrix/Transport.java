package dev.caravan.matrix;

import java.util.Locale;

/** A way over the wire. */
enum Transport {
    HTTPS,
    MQTT,
    MQTT_WS,
    AMQPS,
    AMQPS_WS;

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return name().replace("_WS", " over WS");
    }

    boolean isAmqp() {
        return this == AMQPS || this == AMQPS_WS;
    }
}
