package dev.caravan.hub.repetition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;
import dev.caravan.ledger.KnownRequest;
import dev.caravan.ledger.KnownRequest.Another;
import dev.caravan.ledger.KnownRequest.Answer;
import dev.caravan.ledger.KnownRequest.Answered;
import dev.caravan.ledger.KnownRequest.CutOff;

/** What a request is told that is not carried out, because its key is known. */
final class Replay {

    private static final String SOON_SECONDS = "2";

    private static final Problem ANOTHER = Problem.of(
            Kind.KEY_REUSED,
            "Nothing was changed: this " + ApiFront.IDEMPOTENCY_KEY
                    + " belongs to a request with another query, body or"
                    + " If-Match. Send that one again, or use a new key for a new request");

    private static final Problem UNDER_WAY = Problem.of(
            Kind.REQUEST_UNDER_WAY,
            "The request with this " + ApiFront.IDEMPOTENCY_KEY
                    + " is being carried out. Send it again in a few seconds" + " to get its answer");

    private Replay() {}

    static void write(HttpServletResponse response, KnownRequest known, String operation, DigestedBody body)
            throws IOException {
        if (known instanceof Answered answered) {
            if (!answered.fingerprint().equals(body.fingerprint())) {
                ServerProblems.write(response, ANOTHER);
            } else if (answered.answer() == null) {
                ServerProblems.write(response, notKept(answered, operation));
            } else {
                again(response, answered.answer());
            }
        } else if (known instanceof Another) {
            ServerProblems.write(response, ANOTHER);
        } else if (known instanceof CutOff cutOff) {
            ServerProblems.write(response, perhaps(cutOff, operation));
        } else {
            response.setHeader("Retry-After", SOON_SECONDS);
            ServerProblems.write(response, UNDER_WAY);
        }
    }

    private static void again(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader(ApiFront.REPLAYED, "true");
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Problem notKept(Answered answered, String operation) {
        return Problem.of(
                Kind.ALREADY_CARRIED_OUT,
                "The request with this " + ApiFront.IDEMPOTENCY_KEY + " was carried out at " + answered.begunAt()
                        + "; its answer is not kept. " + Repeated.wayOn(operation));
    }

    private static Problem perhaps(CutOff cutOff, String operation) {
        return Problem.of(
                Kind.PERHAPS_CARRIED_OUT,
                "The request with this " + ApiFront.IDEMPOTENCY_KEY + " was begun at " + cutOff.begunAt()
                        + " and cut off: it may have been carried out. " + Repeated.wayOn(operation));
    }
}
