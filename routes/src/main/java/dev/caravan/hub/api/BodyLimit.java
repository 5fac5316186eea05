package dev.caravan.hub.api;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.api.Problem.Kind;

/**
 * Turns away bodies that are larger than any honest request, by their length where it is known, otherwise while they are
 * read. At most 256 KB of one is ever in memory: Camel keeps what is longer on disk ({@code stream-caching-spool} in
 * hub.yaml). Behind the API key, so that a stranger's body is not even read.
 */
public final class BodyLimit extends OncePerRequestFilter {

    static final int BYTES = 256 * 1024;
    static final int BATCH_BYTES = 32 * 1024 * 1024;

    private static final String BATCHES = "/api/v1/batches";
    private static final Problem BATCH_TOO_LARGE = Problem.of(
            Kind.TOO_LARGE, "A batch file in a request must be at most 32 MB; drop a larger one into the inbox");
    static final Problem TOO_LARGE =
            Problem.of(Kind.TOO_LARGE, "The body must be at most 256 KB; a twin needs 40 KB at most");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var batch = "POST".equals(request.getMethod()) && BATCHES.equals(request.getServletPath());
        var limit = batch ? BATCH_BYTES : BYTES;
        var tooLarge = batch ? BATCH_TOO_LARGE : TOO_LARGE;
        if (request.getContentLengthLong() > limit) {
            ServerProblems.write(response, tooLarge);
            return;
        }
        var counted = request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null;
        chain.doFilter(counted ? new CountedBody(request, response, limit, tooLarge) : request, response);
    }
}
