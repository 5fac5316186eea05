package dev.caravan.callback;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses belong to the public internet: those that IANA's registries of special-purpose addresses do not list, and
 * not the one under which Azure shows its metadata service to virtual machines. Of IPv6 only global unicast, without the
 * ranges that carry an IPv4 address inside.
 */
final class Outside {

    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    private static final List<Network> SPECIAL = List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "2620:4f:8000::/48",
                    "3fff::/20")
            .stream()
            .map(Network::of)
            .toList();

    private Outside() {}

    /** An IPv4 address in IPv6 form is an IPv4 address to {@link InetAddress}. */
    static boolean contains(InetAddress address) {
        return SPECIAL.stream().noneMatch(special -> special.contains(address))
                && (!(address instanceof Inet6Address) || GLOBAL_UNICAST.contains(address));
    }
}
