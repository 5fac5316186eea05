package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * Where a running emulator is to be found; what {@code endpoints.json} says.
 *
 * @param dps host name of the service API
 * @param globalEndpoint host name of the device API
 * @param hubs host names of the hubs
 * @param socks the proxy, for SOCKS5 and HTTP CONNECT, that leads those names to the other ports
 * @param control base of the control API, as a URL without a slash at the end
 */
public record Endpoints(
        String dps,
        String globalEndpoint,
        String idScope,
        List<String> hubs,
        InetSocketAddress socks,
        InetSocketAddress https,
        InetSocketAddress mqtt,
        String control,
        Path caCertificate,
        Path dpsConnectionStringFile) {

    ObjectNode json() {
        var json = Json.object()
                .put("dps", dps)
                .put("globalEndpoint", globalEndpoint)
                .put("idScope", idScope);
        var names = json.putArray("hubs");
        hubs.forEach(names::add);
        json.set("socks", address(socks));
        json.set("https", address(https));
        json.set("mqtt", address(mqtt));
        return json.put("control", control)
                .put("caCertificate", caCertificate.toString())
                .put("dpsConnectionStringFile", dpsConnectionStringFile.toString());
    }

    private static ObjectNode address(InetSocketAddress socket) {
        return Json.object().put("host", socket.getHostString()).put("port", socket.getPort());
    }
}
