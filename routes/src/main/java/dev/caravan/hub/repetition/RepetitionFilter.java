package dev.caravan.hub.repetition;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.BodyLimit;
import dev.caravan.hub.api.Caller;
import dev.caravan.hub.api.Operation;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;
import dev.caravan.ledger.KnownRequest.Begun;
import dev.caravan.ledger.RequestKey;
import dev.caravan.ledger.RequestKeys;

/**
 * Carries out a POST or PUT with an Idempotency-Key once, and gives the same answer to whoever sends it again. Behind the
 * door, so that a key is its principal's, and behind {@link BodyLimit}, so that a body is no longer than allowed.
 */
public final class RepetitionFilter extends OncePerRequestFilter {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Set<String> METHODS = Set.of("POST", "PUT");
    private static final Problem BAD_KEY = Problem.of(
            Kind.INVALID_REQUEST,
            "header " + ApiFront.IDEMPOTENCY_KEY + " must be 1 to 255 visible ASCII characters, a UUID for instance:"
                    + " new for each request, and the same when that request is sent again");

    private final RequestKeys keys;

    public RepetitionFilter(RequestKeys keys) {
        this.keys = keys;
    }

    /** The work is done on another thread; when it is done, the request comes by once more. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var key = request.getHeader(ApiFront.IDEMPOTENCY_KEY);
        var operation = Operation.of(request);
        var carried = Carried.of(request);
        if (carried.isPresent()) {
            carryOut(carried.get(), request, response, chain);
        } else if (key == null
                || operation == null
                || !METHODS.contains(request.getMethod())
                || !Operation.isRemembered(operation)
                || Repeated.remembersByItself(operation)) {
            chain.doFilter(request, response);
        } else if (KEY.matcher(key).matches()) {
            begin(operation, key, request, response, chain);
        } else {
            ServerProblems.write(response, BAD_KEY);
        }
    }

    private void begin(
            String operation, String text, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var key = new RequestKey(
                Caller.of(request).name(), request.getMethod(), request.getServletPath(), Fingerprint.of(text));
        var digest = Fingerprint.begin(request);
        var body = new DigestedBody(request, digest);
        var whole = BodyLimit.isInMemory(request);
        var known = keys.begin(key, whole ? body.fingerprint() : null, !Repeated.isSecret(operation));
        if (known instanceof Begun begun) {
            var once = new Carried(keys, begun, operation, body);
            once.rememberIn(request);
            carryOut(once, whole ? request : body, new ContentCachingResponseWrapper(response), chain);
        } else {
            Replay.write(response, known, operation, body);
        }
    }

    private static void carryOut(
            Carried carried, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var ended = false;
        try {
            chain.doFilter(request, response);
            if (!request.isAsyncStarted()) {
                carried.end(response);
            }
            ended = true;
        } finally {
            if (!ended) {
                carried.release();
            }
        }
    }
}
