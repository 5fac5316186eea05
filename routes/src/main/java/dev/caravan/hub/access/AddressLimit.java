package dev.caravan.hub.access;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.bucket4j.TimeMeter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps one address from taking the server away from the others: so many requests a second, and so many that are being
 * received at the same time, because each of those holds a thread. In front of everything else.
 */
public final class AddressLimit extends OncePerRequestFilter {

    private static final int MOST_ADDRESSES = 20_000;
    private static final int SITE_PREFIX_BYTES = 8;
    private static final int VERSION_SIX_BYTES = 16;

    private final Buckets buckets;
    private final int atOnce;
    private final ConcurrentHashMap<String, Integer> receiving = new ConcurrentHashMap<>();

    public AddressLimit(LimitSettings settings) {
        this.buckets = new Buckets(settings.addressPerSecond(), MOST_ADDRESSES, TimeMeter.SYSTEM_MILLISECONDS);
        this.atOnce = settings.addressAtOnce();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var address = site(request);
        var wait = buckets.draw(address);
        if (wait.isPresent()) {
            Slower.answer(response, "This address makes too many requests", wait.get());
            return;
        }
        if (receiving.merge(address, 1, Integer::sum) > atOnce) {
            left(address);
            Slower.answer(response, "This address makes too many requests at once", Duration.ofSeconds(1));
            return;
        }
        try {
            chain.doFilter(request, response);
            if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST && !request.isAsyncStarted()) {
                UnreadBody.drain(request, response);
            }
        } finally {
            left(address);
        }
    }

    private void left(String address) {
        receiving.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Who has one address of version 6 has the 2^64 of its network too. */
    private static String site(HttpServletRequest request) {
        var bytes = Peer.address(request.getRemoteAddr()).getAddress();
        return HexFormat.of()
                .formatHex(bytes.length == VERSION_SIX_BYTES ? Arrays.copyOf(bytes, SITE_PREFIX_BYTES) : bytes);
    }
}
