package dev.caravan.gateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the API listens.
 *
 * @param address a loopback address
 * @param port 0 for any free one
 */
public record HttpSettings(String address, int port) {

    private static final String LOOPBACK_ONLY =
            "is a loopback address such as 127.0.0.1: until TLS and access control are in full the API binds to loopback only";

    public HttpSettings {
        if (!isLoopback(address)) {
            throw new BadSetting("caravan.http.address", LOOPBACK_ONLY, address);
        }
        if (port < 0 || port > 65535) {
            throw new BadSetting("caravan.http.port", "is between 0 and 65535", port);
        }
    }

    static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
