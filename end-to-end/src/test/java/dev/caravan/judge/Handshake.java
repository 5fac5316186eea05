package dev.caravan.judge;

import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A connection over MQTT in a WebSocket. Paho 1.2.5, inside the SDKs, gives every socket a fixed time-out of one second for
 * a read ({@code TCPNetworkModule}) and keeps it while it waits for the answer to the WebSocket upgrade, whatever time-out
 * the SDK was asked for. A machine that is busy with twelve cells takes longer now and then, which says nothing of
 * either side: it is tried again, and nothing else is.
 */
final class Handshake {

    private static final int ATTEMPTS = 3;
    private static final String UPGRADE = "org.eclipse.paho.client.mqttv3.internal.websocket.WebSocketHandshake";

    private Handshake() {}

    /** Connects with a client that nobody has used before. */
    interface Connection<T> {
        T open() throws Exception;
    }

    static <T> T patiently(Connection<T> connection) throws Exception {
        for (var attempt = 1; ; attempt++) {
            try {
                return connection.open();
            } catch (Exception failure) {
                if (attempt == ATTEMPTS || !cutShort(failure)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean cutShort(Exception failure) {
        return Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
                .filter(cause -> cause.getCause() == null)
                .anyMatch(root -> root instanceof SocketTimeoutException
                        && Arrays.stream(root.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(UPGRADE)));
    }
}
