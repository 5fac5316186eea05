package dev.caravan.emulator.wire.mqtt;

/** What an accepted connection tells its site; all calls on the connection's thread. */
public interface MqttSession {

    /** A SUBACK code that refuses a filter. */
    int REFUSED = 0x80;

    /** The granted QoS, 0 or 1, or {@link #REFUSED}. */
    int grant(String filter, int askedQos);

    /** The SUBACK for the filters just granted is on its way. */
    void subscribed();

    /** The client no longer wants this filter. */
    void unsubscribed(String filter);

    /** A message with QoS 0 or 1; {@code acknowledge} sends the PUBACK, where one is due. */
    void received(Message message, Runnable acknowledge);

    /** The connection is gone; gracefully after a DISCONNECT packet. Called once. */
    void closed(boolean gracefully);
}
