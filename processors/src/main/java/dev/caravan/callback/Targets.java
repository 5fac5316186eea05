package dev.caravan.callback;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where events may be sent: nobody can make the hub call into networks that they do not reach themselves. A name is
 * judged by all its addresses, at each connection anew, and what was judged is what is connected to.
 */
public final class Targets {

    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
    private static final int LONGEST_URL = 2000;
    private static final int LAST_PORT = 65535;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

    private final List<Network> allowedNetworks;
    private final Set<String> allowedHosts;
    private final Resolver resolver;

    /** Looks up names. */
    public interface Resolver {
        /** All addresses of a name, or the address that a text such as {@code 192.0.2.1} is. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public Targets(CallbackSettings settings, Resolver resolver) {
        this.allowedNetworks =
                settings.allowedNetworks().stream().map(Network::of).toList();
        this.allowedHosts = settings.allowedHosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
    }

    /** The rule that this URL breaks, without any look-up of its name; empty if it may be tried. */
    public Optional<String> objection(String text) {
        try {
            return objection(new URI(text), text.length());
        } catch (URISyntaxException wrong) {
            return Optional.of("must be a URL, but is none: " + wrong.getReason());
        }
    }

    private Optional<String> objection(URI url, int length) {
        if (length > LONGEST_URL) {
            return Optional.of("must be at most " + LONGEST_URL + " characters");
        }
        var host = url.getHost();
        if (host == null || url.getPort() == 0 || url.getPort() > LAST_PORT) {
            return Optional.of("must have a host name, and a port of 1 to " + LAST_PORT + " if any");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("must have no user, password or fragment; the signature says who is calling");
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) && !isPlainLoopback(url)) {
            return Optional.of("must begin with https://");
        }
        return isAllowed(host)
                ? Optional.empty()
                : Optional.of("has a host that the hub may not call (caravan.callback.allowed-hosts)");
    }

    /** Without TLS only to a program on this machine, named by its address, and where the configuration allows that. */
    private boolean isPlainLoopback(URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme()) || !LOOPBACK.contains(url.getHost())) {
            return false;
        }
        try {
            return isAllowed(InetAddress.getByName(url.getHost()));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean isAllowed(String host) {
        return allowedHosts.isEmpty() || allowedHosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private boolean isAllowed(InetAddress address) {
        return allowedNetworks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * The addresses of a host, each of which may be called.
     *
     * @throws ForbiddenTargetException if one of them may not
     */
    List<InetAddress> addresses(String host) throws UnknownHostException {
        var addresses = List.of(resolver.resolve(host));
        for (var address : addresses) {
            if (!Outside.contains(address) && !isAllowed(address)) {
                LOG.atDebug()
                        .addKeyValue("host", host)
                        .addKeyValue("address", address.getHostAddress())
                        .log("may not be called");
                throw new ForbiddenTargetException("an address of " + host
                        + " is not public and the hub may not call it (caravan.callback.allowed-networks)");
            }
        }
        return addresses;
    }
}
