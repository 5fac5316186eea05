package dev.caravan.hub.access;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.access.Credentials.Admission;
import dev.caravan.hub.access.Credentials.Admission.Known;
import dev.caravan.hub.access.Credentials.Admission.Nobody;
import dev.caravan.hub.access.Credentials.Admission.Turned;
import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.Caller;
import dev.caravan.hub.api.ServerProblems;

/**
 * Finds the principal behind a credential, and counts its requests. A request without a good credential, or with two of
 * which nobody could say which counts, goes on as nobody's, and is refused further on.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final List<Credentials> ways;
    private final Buckets requests;

    CallerFilter(List<Credentials> ways, Buckets requests) {
        this.ways = ways;
        this.requests = requests;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var admission = admission(request);
        if (admission instanceof Turned turned) {
            turn(response, turned);
            return;
        }
        if (admission instanceof Known known) {
            var wait = requests.draw(known.principal().name());
            if (wait.isPresent()) {
                Slower.answer(response, "This principal makes too many requests", wait.get());
                return;
            }
            letIn(request, known);
        }
        chain.doFilter(request, response);
    }

    private Admission admission(HttpServletRequest request) {
        if (request.getHeader(ApiFront.KEY_HEADER) != null && request.getHeader("Authorization") != null) {
            return new Nobody();
        }
        return ways.stream()
                .map(way -> way.admit(request))
                .filter(admission -> !(admission instanceof Nobody))
                .findFirst()
                .orElseGet(Nobody::new);
    }

    private static void turn(HttpServletResponse response, Turned turned) throws IOException {
        if (turned.pause() != null) {
            response.setHeader("Retry-After", Long.toString(turned.pause().toSeconds()));
        }
        ServerProblems.write(response, turned.problem());
    }

    private static void letIn(HttpServletRequest request, Known known) {
        Caller.is(request, known.principal(), known.credential());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(known.principal(), null, List.of()));
        SecurityContextHolder.setContext(context);
    }
}
