package dev.caravan.hub.api;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.api.Problem.Kind;

/**
 * Turns away bodies that are larger than any honest request: at most 256 KB is ever in memory for one. Behind the API
 * key, so that a stranger's body is not even read.
 */
public final class BodyLimit extends OncePerRequestFilter {

    static final int BYTES = 256 * 1024;
    static final Problem TOO_LARGE =
            Problem.of(Kind.TOO_LARGE, "The body must be at most 256 KB; a twin needs 40 KB at most");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BYTES) {
            ServerProblems.write(response, TOO_LARGE);
            return;
        }
        if (request.getContentLengthLong() >= 0 || request.getHeader("Transfer-Encoding") == null) {
            chain.doFilter(request, response);
            return;
        }
        var body = request.getInputStream().readNBytes(BYTES + 1);
        if (body.length > BYTES) {
            ServerProblems.write(response, TOO_LARGE);
            return;
        }
        chain.doFilter(new ReadBody(request, body), response);
    }
}
