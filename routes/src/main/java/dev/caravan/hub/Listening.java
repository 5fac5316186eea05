package dev.caravan.hub;

import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

import dev.caravan.hub.tls.ServerCertificate;

/** Says where and how the server listens, after all others: no {@code server.address} can widen {@link HttpSettings}. */
final class Listening implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private final HttpSettings settings;
    private final ServerCertificate certificate;

    Listening(HttpSettings settings, ServerCertificate certificate) {
        this.settings = settings;
        this.certificate = certificate;
    }

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        server.setAddress(settings.inetAddress());
        server.setPort(settings.port());
        certificate.bundles().ifPresent(bundles -> {
            var ssl = Ssl.forBundle(ServerCertificate.BUNDLE);
            ssl.setClientAuth(certificate.asksClients() ? Ssl.ClientAuth.WANT : Ssl.ClientAuth.NONE);
            server.setSsl(ssl);
            server.setSslBundles(bundles);
        });
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
