package dev.caravan.emulator.wire.mqtt;

/** What stands behind an MQTT port. */
@FunctionalInterface
public interface MqttSite {

    /**
     * Called on the connection's thread; must not block. Sooner or later the site accepts, refuses or drops; packets
     * that come before wait.
     */
    void connect(ConnectRequest request, MqttLink link);
}
