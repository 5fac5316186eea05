package dev.caravan.hub;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the API listens ({@code caravan.http}). Until the API has TLS and access control in full, only on loopback.
 *
 * @param port 0 for any free one
 */
public record HttpSettings(String address, int port) {

    private static final int LAST_PORT = 65535;

    public HttpSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("caravan.http.port must be 0 to 65535, but is " + port);
        }
        if (!isLoopback(address)) {
            throw new IllegalArgumentException(
                    "caravan.http.address must be a loopback address such as 127.0.0.1, because the"
                            + " API has no TLS yet, but is '" + address + "'");
        }
    }

    /** The address as a URL holds it. */
    String host() {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** No address at all would be a loopback address to {@link InetAddress}, and every address to the server. */
    private static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
