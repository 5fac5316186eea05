package dev.caravan.emulator.wire.proxy;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the emulator's sockets a well-known name and port leads to. Nothing else is reachable through the proxy.
 *
 * @param names host names the emulator answers for, lower case
 * @param ports well-known port to own socket
 */
public record HostMap(Set<String> names, Map<Integer, InetSocketAddress> ports) {

    Optional<InetSocketAddress> find(String host, int port) {
        return names.contains(host.toLowerCase(Locale.ROOT)) ? Optional.ofNullable(ports.get(port)) : Optional.empty();
    }
}
