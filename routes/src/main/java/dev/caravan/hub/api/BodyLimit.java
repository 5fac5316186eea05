package dev.caravan.hub.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.api.Problem.Kind;

/**
 * Turns away bodies that are larger or slower than any honest request. At most 256 KB of one is ever in memory: a batch file
 * goes on as it comes, and Camel keeps what is longer on disk ({@code stream-caching-spool} in hub.yaml). Behind the API key,
 * so that a stranger's body is not even read.
 */
public final class BodyLimit extends OncePerRequestFilter {

    static final int BYTES = 256 * 1024;
    static final int BATCH_BYTES = 32 * 1024 * 1024;

    private static final Problem BATCH_TOO_LARGE = Problem.of(
            Kind.TOO_LARGE, "A batch file in a request must be at most 32 MB; drop a larger one into the inbox");
    private static final Problem BOARDS_TOO_LARGE =
            Problem.of(Kind.TOO_LARGE, "Activations in a request must be at most 32 MB; send them in several requests");

    /** Where a POST may be larger. */
    private static final Map<String, Problem> LARGE =
            Map.of("/api/v1/batches", BATCH_TOO_LARGE, "/api/v1/activations", BOARDS_TOO_LARGE);

    static final Problem TOO_LARGE =
            Problem.of(Kind.TOO_LARGE, "The body must be at most 256 KB; a twin needs 40 KB at most");

    /** A large body. */
    private static final int LARGE_TIMES = 10;

    private final Duration bodyTime;

    /** @param bodyTime how long a body may take to arrive; a large one ten times as long */
    public BodyLimit(Duration bodyTime) {
        this.bodyTime = bodyTime;
    }

    /** Whether the body, if there is one, is in memory: then it may be read again and again. */
    public static boolean isInMemory(HttpServletRequest request) {
        return request instanceof ReadBody || !hasBody(request);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var tooLarge = "POST".equals(request.getMethod())
                ? LARGE.getOrDefault(request.getServletPath(), TOO_LARGE)
                : TOO_LARGE;
        var large = tooLarge != TOO_LARGE;
        var limit = large ? BATCH_BYTES : BYTES;
        if (request.getContentLengthLong() > limit) {
            ServerProblems.write(response, tooLarge);
            return;
        }
        if (!hasBody(request)) {
            chain.doFilter(request, response);
        } else if (large) {
            var timed = new TimedBody(request, response, bodyTime.multipliedBy(LARGE_TIMES));
            var counted = request.getContentLengthLong() < 0;
            chain.doFilter(counted ? new CountedBody(timed, response, limit, tooLarge) : timed, response);
        } else {
            read(request, response, chain);
        }
    }

    /** Here, where a slow sender holds a thread of the server and none of those that work. */
    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = new TimedBody(request, response, bodyTime).getInputStream().readNBytes(BYTES + 1);
        } catch (ProblemException answered) {
            return;
        } catch (IOException stalled) {
            ServerProblems.write(response, TimedBody.tooSlow(bodyTime));
            return;
        }
        if (body.length > BYTES) {
            ServerProblems.write(response, TOO_LARGE);
            return;
        }
        chain.doFilter(new ReadBody(request, body), response);
    }
}
