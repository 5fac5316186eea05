package dev.caravan.hub.api;

import java.io.IOException;
import java.nio.file.Files;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.failure.TurnFailed;
import dev.caravan.revocation.PublishedLists;

/** Makes lists of revoked certificates when it is time, and sends them as they lie on the disk. */
public final class RevocationListRoutes extends RouteBuilder {

    private static final String CRL = "application/pkix-crl";

    private final PublishedLists lists;

    public RevocationListRoutes(PublishedLists lists) {
        this.lists = lists;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("platform-http:/crl/{name}?httpMethodRestrict=GET").routeId("revocation-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            // Cached, the whole list would be in memory or in another file first.
            .streamCache("false")
            .process(request -> answer(request.getMessage()));

        from("{{caravan.endpoint.revocation-list}}").routeId("make-revocation-lists")
            .onException(Exception.class)
                .handled(true)
                .process(new TurnFailed("no revocation list could be made"))
            .end()
            .process(time -> lists.publish());
        // @formatter:on
    }

    private void answer(Message message) throws IOException {
        var name = Answer.required(message, "name");
        var file = lists.find(name)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Problem.Kind.UNKNOWN_REVOCATION_LIST,
                        "There is no list of this name here. It is the subject key identifier of the authority, in lower-case"
                                + " hexadecimal, and .crl")));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, CRL);
        message.setHeader("Cache-Control", "max-age=60");
        message.setBody(Files.newInputStream(file));
    }
}
