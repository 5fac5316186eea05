package dev.caravan.hub.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.access.Principal;
import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.Caller;
import dev.caravan.ledger.AccessKeys;

/**
 * Finds the principal behind an API key, and counts its requests. A request without a good key goes on as nobody's, and is
 * refused further on.
 */
final class KeyFilter extends OncePerRequestFilter {

    private final LocalKey local;
    private final AccessKeys keys;
    private final Buckets requests;

    KeyFilter(LocalKey local, AccessKeys keys, Buckets requests) {
        this.local = local;
        this.keys = keys;
        this.requests = requests;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var principal = principal(request);
        var wait = principal.flatMap(known -> requests.draw(known.name()));
        if (wait.isPresent()) {
            Slower.answer(response, "This principal makes too many requests", wait.get());
            return;
        }
        principal.ifPresent(known -> letIn(request, known));
        chain.doFilter(request, response);
    }

    private static void letIn(HttpServletRequest request, Principal principal) {
        Caller.is(request, principal);
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of()));
        SecurityContextHolder.setContext(context);
    }

    private Optional<Principal> principal(HttpServletRequest request) {
        var offered = request.getHeader(ApiFront.KEY_HEADER);
        return offered == null
                ? Optional.empty()
                : local.open(offered, Peer.isThisMachine(request)).or(() -> keys.open(offered));
    }
}
