package dev.caravan.judge;

import java.util.function.Consumer;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;

/** A device client that closes itself. */
final class Board implements AutoCloseable {

    /** Over HTTPS the client asks for messages; the usual pause between two questions is 25 minutes. */
    private static final int RECEIVE_MILLIS = 500;

    private final DeviceClient client;

    private Board(DeviceClient client) {
        this.client = client;
    }

    /** With whatever is given; not yet connected. */
    private static Board of(Task task) {
        return of(task, IotHubClientProtocol.valueOf(task.transport()));
    }

    private static Board of(Task task, IotHubClientProtocol protocol) {
        var address = "HostName=" + task.given("hub") + ";DeviceId=" + task.id();
        var options = ClientOptions.builder();
        if (protocol == IotHubClientProtocol.HTTPS) {
            options.receiveInterval(RECEIVE_MILLIS);
        }
        if (task.given().has("symmetricKey")) {
            return new Board(new DeviceClient(
                    address + ";SharedAccessKey=" + task.given("symmetricKey"), protocol, options.build()));
        }
        options.sslContext(PemIdentity.of(task).tls());
        return new Board(new DeviceClient(address + ";x509=true", protocol, options.build()));
    }

    static Board connected(Task task) throws Exception {
        return connected(task, unprepared -> {});
    }

    /** @param preparation what the client must know before it connects */
    static Board connected(Task task, Consumer<DeviceClient> preparation) throws Exception {
        return Handshake.patiently(() -> open(of(task), preparation));
    }

    /** Where the cell's transport is the back end's. */
    static Board connectedOverMqtt(Task task) throws IotHubClientException {
        return open(of(task, IotHubClientProtocol.MQTT), unprepared -> {});
    }

    private static Board open(Board board, Consumer<DeviceClient> preparation) throws IotHubClientException {
        try {
            preparation.accept(board.client);
            board.client.open(false);
            return board;
        } catch (IotHubClientException | RuntimeException failure) {
            board.close();
            throw failure;
        }
    }

    DeviceClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
