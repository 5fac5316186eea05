package dev.caravan.hub.access;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.api.Caller;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;

/**
 * Tells a caller whose requests wait in great number that the hub does not keep up, instead of having one more wait for
 * minutes. Before anything of the request is remembered.
 */
public final class Waiting extends OncePerRequestFilter {

    private static final String RETRY_SECONDS = "5";

    private final Workers workers;
    private final int most;

    public Waiting(Workers workers, LimitSettings limits) {
        this.workers = workers;
        this.most = limits.principalWaiting();
    }

    /** Whether the hub is up is answered without its workers. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (workers.waiting(Caller.name(request).orElse(Workers.STRANGERS)) < most) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Retry-After", RETRY_SECONDS);
        ServerProblems.write(
                response,
                Problem.of(
                        Kind.BUSY,
                        "The hub does not keep up: " + most + " requests of this caller wait, which is the most."
                                + " Nothing was done; make the same request again in " + RETRY_SECONDS
                                + " s, and fewer at once"));
    }
}
