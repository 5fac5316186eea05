package dev.caravan.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where an emulator listens.
 *
 * @param address an IP address of this machine; proxy and control port listen there only
 * @param separateAddresses every emulated service has an address of its own too, the ones after {@code address}, which
 *     must be of the 127 net then: for clients that know no proxy, with a hosts file
 */
public record Network(String address, Ports ports, boolean separateAddresses) {

    /** Any free ports of 127.0.0.1. */
    public static final Network LOOPBACK = new Network("127.0.0.1", Ports.ANY, false);

    private static final int LARGEST_PORT = 65_535;
    private static final int LARGEST_OCTET = 254;
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.(\\d{1,3})");

    /** Ports to listen on; 0 takes any free one. */
    public record Ports(int https, int mqtt, int amqp, int socks, int control) {

        /** Any free ports. */
        public static final Ports ANY = new Ports(0, 0, 0, 0, 0);

        static final int HTTPS = 443;
        static final int MQTT = 8883;
        static final int AMQP = 5671;

        /** Checks the range. */
        public Ports {
            for (var port : List.of(https, mqtt, amqp, socks, control)) {
                EmulatorOptions.require(
                        port >= 0 && port <= LARGEST_PORT, "a port must be from 0 to " + LARGEST_PORT + ": " + port);
            }
        }

        /** The ports the real services have, where these are 0; most systems let only root listen on 443. */
        public Ports real() {
            return new Ports(otherwise(https, HTTPS), otherwise(mqtt, MQTT), otherwise(amqp, AMQP), socks, control);
        }

        private static int otherwise(int port, int usual) {
            return port == 0 ? usual : port;
        }
    }

    /** Checks that there is a loopback address to count from. */
    public Network {
        EmulatorOptions.require(
                !separateAddresses || LOOPBACK_ADDRESS.matcher(address).matches(),
                "separate-addresses needs an address of the 127 net: " + address);
    }

    /** The same on other ports. */
    public Network withPorts(Ports other) {
        return new Network(address, other, separateAddresses);
    }

    /** The address of each name. */
    Map<String, String> addressesOf(List<String> hosts) {
        Map<String, String> addresses = new LinkedHashMap<>();
        hosts.forEach(host -> addresses.put(host, separateAddresses ? after(addresses.size() + 1) : address));
        return addresses;
    }

    private String after(int steps) {
        var dot = address.lastIndexOf('.') + 1;
        var last = Integer.parseInt(address.substring(dot)) + steps;
        EmulatorOptions.require(
                last <= LARGEST_OCTET, "separate-addresses: there are too few addresses after " + address);
        return address.substring(0, dot) + last;
    }
}
