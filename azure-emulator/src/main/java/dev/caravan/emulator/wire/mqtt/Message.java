package dev.caravan.emulator.wire.mqtt;

/** One PUBLISH: where to, what, and whether the sender asked to have it retained. */
public record Message(String topic, byte[] payload, boolean retain) {

    private static final byte[] NOTHING = {};

    /** An ordinary message. */
    public static Message of(String topic, byte[] payload) {
        return new Message(topic, payload, false);
    }

    /** A message that says everything in its topic. */
    public static Message of(String topic) {
        return new Message(topic, NOTHING, false);
    }
}
