package dev.caravan.hub;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/** Says where the server listens, after all others: no {@code server.address} can widen what {@link HttpSettings} allows. */
final class Loopback implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private final HttpSettings settings;

    Loopback(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        try {
            server.setAddress(InetAddress.getByName(settings.address()));
            server.setPort(settings.port());
        } catch (UnknownHostException gone) {
            throw new IllegalArgumentException("caravan.http.address: " + settings.address() + " is unknown", gone);
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
