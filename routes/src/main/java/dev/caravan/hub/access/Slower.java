package dev.caravan.hub.access;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;

import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;

/** The answer to whoever asks too much. */
final class Slower {

    private Slower() {}

    static void answer(HttpServletResponse response, String what, Duration wait) throws IOException {
        var seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        response.setHeader("Retry-After", Long.toString(seconds));
        ServerProblems.write(
                response,
                Problem.of(
                        Kind.TOO_MANY_REQUESTS,
                        what + ". Nothing was done; make the same request again in " + seconds + " s"));
    }
}
