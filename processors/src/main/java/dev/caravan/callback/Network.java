package dev.caravan.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses.
 *
 * @param bits how many of the address's first bits all its members share
 */
record Network(InetAddress address, int bits) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*)/(\\d{1,3})");

    /** @param text such as {@code 10.0.0.0/8} or {@code fc00::/7} */
    static Network of(String text) {
        var parts = TEXT.matcher(text);
        if (parts.matches()) {
            try {
                var address = InetAddress.getByName(parts.group(1));
                var bits = Integer.parseInt(parts.group(2));
                if (bits <= address.getAddress().length * Byte.SIZE) {
                    return new Network(address, bits);
                }
            } catch (UnknownHostException wrong) {
                // said below, with every other wrong range
            }
        }
        throw new IllegalArgumentException("caravan.callback.allowed-networks: '" + text
                + "' is no range of addresses such as 10.1.0.0/16 or fd00::/8");
    }

    boolean contains(InetAddress other) {
        var ours = address.getAddress();
        var theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 1 << Byte.SIZE - 1 - bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
