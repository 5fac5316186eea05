package dev.caravan.emulator.wire;

/** The ways into the services, each under the name by which faults and the request history know it. */
public enum Transport {
    HTTPS("https"),
    MQTT("mqtt"),
    MQTT_WS("mqttWs"),
    AMQP("amqp"),
    AMQP_WS("amqpWs");

    private final String text;

    Transport(String text) {
        this.text = text;
    }

    /** As JSON has it. */
    public String text() {
        return text;
    }
}
