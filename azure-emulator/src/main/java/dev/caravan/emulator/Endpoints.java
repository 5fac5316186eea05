package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * Where a running emulator is to be found; what {@code endpoints.json} says.
 *
 * @param dps host name of the service API
 * @param globalEndpoint host name of the device API
 * @param hubs host names of the hubs
 * @param addresses the IP address behind each of those names, for clients that know no proxy
 * @param control base of the control API, as a URL without a slash at the end
 * @param folder where the files are that say all this
 */
public record Endpoints(
        String dps,
        String globalEndpoint,
        String idScope,
        List<String> hubs,
        Map<String, String> addresses,
        Sockets sockets,
        String control,
        Path folder) {

    /** The password of {@link #trustStore()}; the store holds no secret, but some clients want a password. */
    public static final String TRUST_STORE_PASSWORD = "changeit";

    /**
     * The listening sockets.
     *
     * @param socks the proxy, for SOCKS5 and HTTP CONNECT, that leads the Azure names to the other sockets
     */
    public record Sockets(
            InetSocketAddress socks, InetSocketAddress https, InetSocketAddress mqtt, InetSocketAddress amqp) {}

    /** The proxy, for SOCKS5 and HTTP CONNECT. */
    public InetSocketAddress socks() {
        return sockets.socks();
    }

    /** Service API, device API, MQTT and AMQP over WebSocket. */
    public InetSocketAddress https() {
        return sockets.https();
    }

    /** Device API and hubs, over TLS. */
    public InetSocketAddress mqtt() {
        return sockets.mqtt();
    }

    /** The same over AMQP, over TLS. */
    public InetSocketAddress amqp() {
        return sockets.amqp();
    }

    /** The authority to trust, PEM. */
    public Path caCertificate() {
        return folder.resolve(OutFolder.CA_CERTIFICATE);
    }

    /** The same as a PKCS#12 store for Java, with the password {@value #TRUST_STORE_PASSWORD}. */
    public Path trustStore() {
        return folder.resolve(OutFolder.TRUST_STORE);
    }

    /** The connection string of the policy that may do everything with the service; a secret. */
    public Path dpsConnectionStringFile() {
        return folder.resolve(OutFolder.DPS_CONNECTION_STRING);
    }

    /** The connection string of the policy that may do everything with a hub; a secret. */
    public Path hubConnectionStringFile(String hub) {
        return folder.resolve(ConnectionStrings.ofHub(hub));
    }

    ObjectNode json() {
        var json = Json.object()
                .put("dps", dps)
                .put("globalEndpoint", globalEndpoint)
                .put("idScope", idScope);
        var names = json.putArray("hubs");
        hubs.forEach(names::add);
        var each = json.putObject("addresses");
        addresses.forEach(each::put);
        json.set("socks", address(socks()));
        json.set("https", address(https()));
        json.set("mqtt", address(mqtt()));
        json.set("amqp", address(amqp()));
        var files = json.putObject("hubConnectionStringFiles");
        hubs.forEach(hub -> files.put(hub, hubConnectionStringFile(hub).toString()));
        return json.put("control", control)
                .put("caCertificate", caCertificate().toString())
                .put("trustStore", trustStore().toString())
                .put("trustStorePassword", TRUST_STORE_PASSWORD)
                .put("dpsConnectionStringFile", dpsConnectionStringFile().toString());
    }

    private static ObjectNode address(InetSocketAddress socket) {
        return Json.object().put("host", socket.getHostString()).put("port", socket.getPort());
    }
}
