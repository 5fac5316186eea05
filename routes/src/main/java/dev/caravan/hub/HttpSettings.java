package dev.caravan.hub;

import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.caravan.hub.access.LimitSettings;
import dev.caravan.hub.tls.TlsSettings;

/**
 * Where and how the API listens ({@code caravan.http}). Without TLS only on loopback.
 *
 * @param port 0 for any free one
 */
public record HttpSettings(String address, int port, TlsSettings tls, LimitSettings limits) {

    private static final int LAST_PORT = 65535;

    public HttpSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("caravan.http.port must be 0 to 65535, but is " + port);
        }
        if (address.isBlank() || !resolves(address)) {
            throw new IllegalArgumentException(
                    "caravan.http.address must be an address of this machine, but is '" + address + "'");
        }
        if (!tls.on() && !resolved(address).isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "caravan.http.address must be a loopback address such as 127.0.0.1 as long as caravan.http.tls names"
                            + " no certificate, but is '" + address + "'");
        }
    }

    InetAddress inetAddress() {
        return resolved(address);
    }

    /** The beginning of a URL that reaches the API from this machine, without the port. */
    String origin() {
        var any = inetAddress().isAnyLocalAddress();
        var host = any ? InetAddress.getLoopbackAddress().getHostAddress() : address;
        return (tls.on() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host);
    }

    private static boolean resolves(String address) {
        try {
            InetAddress.getByName(address);
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static InetAddress resolved(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException gone) {
            throw new IllegalArgumentException("caravan.http.address: " + address + " is unknown", gone);
        }
    }
}
