package dev.caravan.hub.api;

import java.time.Duration;
import java.util.Base64;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.access.Requester;
import dev.caravan.access.Rules;
import dev.caravan.est.EstAnswer;
import dev.caravan.est.EstAnswer.Granted;
import dev.caravan.est.EstAnswer.NotAwaited;
import dev.caravan.est.EstAnswer.Refused;
import dev.caravan.est.EstDesk;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.failure.TurnFailed;
import dev.caravan.ledger.AwaitedRequests;
import dev.caravan.ledger.ChunkRef;

/**
 * Enrollment over Secure Transport (RFC 7030, with the clarifications of RFC 8951). It is not of the API's document, because
 * its paths and media types are not ours; who may pick up identities may enroll. Boards with a certificate go on in a flow
 * of their own, some together.
 */
public final class EstRoutes extends RouteBuilder {

    /** Where it is served. */
    public static final String PATH = "/.well-known/est/";

    private static final String LIKE = "pickUpIdentity";
    private static final String NOT_DONE =
            "No certificate can be issued now, and none was; the hub's log says why. Nothing is lost:"
                    + " make the same request again";
    private static final Duration SOON = Duration.ofSeconds(30);
    /** The only media type that is read (RFC 7030, section 4.2.1). */
    static final String REQUEST = "application/pkcs10";

    private static final String CERTIFICATES = "application/pkcs7-mime";

    private final EstDesk desk;
    private final AwaitedRequests awaited;

    public EstRoutes(EstDesk desk, AwaitedRequests awaited) {
        this.desk = desk;
        this.awaited = awaited;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(get("cacerts")).routeId("est-cacerts").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(asked -> answer(asked.getMessage(), CERTIFICATES, desk.authorities()));

        from(get("csrattrs")).routeId("est-csrattrs").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(asked -> answer(asked.getMessage(), "application/csrattrs", desk.attributes()));

        from(post("simpleenroll")).routeId("est-simpleenroll").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(asked -> enroll(asked.getMessage(), desk::enroll));

        from(post("simplereenroll")).routeId("est-simplereenroll").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(asked -> enroll(asked.getMessage(), (content, by) -> desk.enrollAgain(content)));

        from("{{caravan.endpoint.est}}").routeId("boards-with-a-certificate-go-on")
            .onException(Exception.class)
                .handled(true)
                .process(new TurnFailed("boards with a certificate over EST wait"))
            .end()
            .split().exchange(asked -> awaited.resume())
                .transform().body(ChunkRef.class, chunk -> chunk)
                .marshal().json()
                .to("{{caravan.endpoint.certify}}");
        // @formatter:on
    }

    private static String get(String operation) {
        return "platform-http:" + PATH + operation + "?httpMethodRestrict=GET";
    }

    /** A page in a station's browser, which shows its certificate for whoever asks, can send only other types. */
    private static String post(String operation) {
        return "platform-http:" + PATH + operation + "?httpMethodRestrict=POST&useStreaming=true&consumes=" + REQUEST;
    }

    private interface Service {
        EstAnswer serve(byte[] content, Requester by);
    }

    private static void enroll(Message message, Service service) {
        var caller = Caller.of(message);
        if (!Rules.allow(caller.role(), LIKE)) {
            throw new ProblemException(Problem.of(
                    Kind.FORBIDDEN,
                    "The role " + caller.role().word() + " may not enroll; use a key of a station or of the operator"));
        }
        var content = message.getBody(byte[].class);
        var answer = service.serve(content == null ? new byte[0] : content, caller.requester());
        if (answer instanceof Granted granted) {
            answer(message, CERTIFICATES + "; smime-type=certs-only", granted.certificates());
        } else if (answer instanceof Refused refused) {
            throw ApiJson.invalid(refused.reason());
        } else if (answer instanceof NotAwaited other) {
            throw new ProblemException(Problem.of(Kind.NOT_NOW, other.reason()));
        } else {
            throw new ProblemException(Problem.of(Kind.NOT_DONE, NOT_DONE), SOON);
        }
    }

    private static void answer(Message message, String type, byte[] der) {
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("Content-Transfer-Encoding", "base64");
        message.setBody(Base64.getMimeEncoder().encode(der));
    }
}
