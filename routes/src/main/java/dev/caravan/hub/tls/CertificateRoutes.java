package dev.caravan.hub.tls;

import org.apache.camel.builder.RouteBuilder;

/** Looks now and then whether the server's certificate has changed. */
public final class CertificateRoutes extends RouteBuilder {

    private final ServerCertificate certificate;

    public CertificateRoutes(ServerCertificate certificate) {
        this.certificate = certificate;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.certificate}}").routeId("read-certificate")
            .process(time -> certificate.look());
        // @formatter:on
    }
}
