package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;

import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A board that is enrolled, registered at {@code plant-a} and connected there by MQTT. */
final class ConnectedDevice implements AutoCloseable {

    static final String HUB = "plant-a.azure-devices.net";

    private final String id;
    private final MqttClient client;

    private ConnectedDevice(String id, MqttClient client) {
        this.id = id;
        this.client = client;
    }

    static ConnectedDevice of(RunningEmulator emulator, String id) throws MqttException {
        var identity = TestIdentity.of(id);
        var enrollment = EnrollmentJson.of(
                id,
                EnrollmentJson.base64(identity),
                ",\"allocationPolicy\":\"static\",\"iotHubs\":[\"" + HUB
                        + "\"],\"initialTwin\":{\"tags\":{\"site\":\"A\"},"
                        + "\"properties\":{\"desired\":{\"interval\":30}}}");
        AzureHttp.anonymous(emulator).service("PUT", "/enrollments/" + id + "?" + AzureHttp.VERSION, enrollment);
        AzureHttp.as(identity, emulator).register(id);
        return connect(emulator, identity, id);
    }

    private static ConnectedDevice connect(RunningEmulator emulator, TestIdentity identity, String id)
            throws MqttException {
        var options = new MqttConnectOptions();
        options.setUserName(HUB + "/" + id + "/?api-version=2021-04-12");
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setSocketFactory(identity.tls(emulator.authority()).getSocketFactory());
        var mqtt = emulator.endpoints().mqtt();
        var client = new MqttClient("ssl://localhost:" + mqtt.getPort(), id, new MemoryPersistence());
        client.setTimeToWait(10_000);
        client.connect(options);
        return new ConnectedDevice(id, client);
    }

    /** Returns when the hub has it. */
    void send(String body) throws MqttException {
        client.publish("devices/" + id + "/messages/events/", body.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    /** The hub's answer is not waited for. */
    void report(String patch) throws MqttException {
        client.publish(
                "$iothub/twin/PATCH/properties/reported/?$rid=1", patch.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 1_000);
        }
        client.close();
    }
}
