package dev.caravan.hub;

import java.security.SecureRandom;
import java.util.List;

import org.apache.camel.CamelContext;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import dev.caravan.hub.access.AddressLimit;
import dev.caravan.hub.access.Credentials;
import dev.caravan.hub.access.Door;
import dev.caravan.hub.access.KeyCredentials;
import dev.caravan.hub.access.LocalKey;
import dev.caravan.hub.access.Waiting;
import dev.caravan.hub.access.Workers;
import dev.caravan.hub.api.BodyLimit;
import dev.caravan.hub.api.ProblemValve;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.hub.tls.CertificateRoutes;
import dev.caravan.hub.tls.ServerCertificate;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.LedgerDatabase;

/** Puts the door before the API. */
@Configuration(proxyBeanMethods = false)
class AccessWiring {

    private final SecureRandom random = new SecureRandom();

    @Bean
    LocalKey localKey(HubSettings settings, DataFolderLock lock) {
        return LocalKey.readOrMake(settings.folders().data().resolve("api-key"), random);
    }

    @Bean
    AccessKeys accessKeys(LedgerDatabase database) {
        return new AccessKeys(database, random);
    }

    @Bean
    KeyCredentials keyCredentials(LocalKey local, AccessKeys keys) {
        return new KeyCredentials(local, keys);
    }

    @Bean
    SecurityFilterChain door(HttpSecurity http, List<Credentials> ways, HubSettings settings, @Lazy CamelContext camel)
            throws Exception {
        return Door.of(http, ways, settings.http().limits(), camel);
    }

    @Bean
    FilterRegistrationBean<AddressLimit> addressLimit(HubSettings settings) {
        var registration =
                new FilterRegistrationBean<>(new AddressLimit(settings.http().limits()));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Behind the door: a stranger's body is not read. */
    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(HubSettings settings) {
        var registration = new FilterRegistrationBean<>(
                new BodyLimit(settings.http().limits().bodyTime()));
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return registration;
    }

    /** Of which Camel takes the threads that work requests. */
    @Bean
    Workers workers(HubSettings settings) {
        return new Workers(settings.http().limits());
    }

    /** Behind the limit of bodies: a slow one waits for nobody but itself. */
    @Bean
    FilterRegistrationBean<Waiting> waiting(Workers workers, HubSettings settings) {
        var registration = new FilterRegistrationBean<>(
                new Waiting(workers, settings.http().limits()));
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 2);
        return registration;
    }

    @Bean
    ServerCertificate serverCertificate(HubSettings settings, DataFolderLock lock) {
        var clients = settings.access().stations().stream()
                .flatMap(station -> station.chains().stream().flatMap(List::stream))
                .distinct()
                .toList();
        return ServerCertificate.of(
                settings.http().tls(), settings.folders().data().resolve("hub-certificate.pem"), clients);
    }

    @Bean
    CertificateRoutes certificateRoutes(ServerCertificate certificate) {
        return new CertificateRoutes(certificate);
    }

    /** Inside the server's own, which would answer with a page. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemValve() {
        return server -> server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }

    /** Whatever else the configuration says, it listens where the settings allow, and as they say. */
    @Bean
    Listening listening(HubSettings settings, ServerCertificate certificate) {
        return new Listening(settings.http(), certificate);
    }
}
