package dev.caravan.matrix;

import java.util.Locale;

/** A way over the wire. */
enum Transport {
    HTTPS("https"),
    MQTT("mqtt"),
    MQTT_WS("mqttWs"),
    AMQPS("amqp"),
    AMQPS_WS("amqpWs");

    private final String recorded;

    Transport(String recorded) {
        this.recorded = recorded;
    }

    /** As the emulator's request history says it. */
    String recorded() {
        return recorded;
    }

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
