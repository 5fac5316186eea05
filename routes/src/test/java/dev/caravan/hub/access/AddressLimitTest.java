package dev.caravan.hub.access;

import java.time.Duration;

import jakarta.servlet.FilterChain;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class AddressLimitTest {

    private static final int BURST = 20;
    private static final FilterChain NOTHING = (request, response) -> {};

    @Test
    void addressThatAsksTooMuchWaitsWhoeverAsksThereAndNoOtherAddressDoes() throws Exception {
        var limit = limit(2, 10);
        for (var request = 0; request < BURST; request++) {
            assertThat(ask(limit, "10.1.2.3", NOTHING).getStatus()).isEqualTo(200);
        }

        var refused = ask(limit, "10.1.2.3", NOTHING);

        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getContentType()).startsWith("application/problem+json");
        assertThat(refused.getContentAsString()).contains("This address makes too many requests");
        assertThat(ask(limit, "10.1.2.4", NOTHING).getStatus()).isEqualTo(200);
    }

    @Test
    void addressesOfOneNetworkOfVersionSixAreOne() throws Exception {
        var limit = limit(2, 10);
        for (var request = 0; request < BURST; request++) {
            ask(limit, "2001:db8:0:1::" + request, NOTHING);
        }

        assertThat(ask(limit, "2001:db8:0:1:ffff::1", NOTHING).getStatus()).isEqualTo(429);
        assertThat(ask(limit, "2001:db8:0:2::1", NOTHING).getStatus()).isEqualTo(200);
    }

    @Test
    void addressHasAFewRequestsAtOnceAndTheirPlacesAreFreeAgainAfterwards() throws Exception {
        var limit = limit(100, 2);
        var inside = new MockHttpServletResponse[2];
        ask(limit, "10.1.2.3", (request, response) -> {
            inside[0] = asked(limit, (again, same) -> inside[1] = asked(limit, NOTHING));
            assertThat(inside[0].getStatus()).isEqualTo(200);
        });

        assertThat(inside[1].getStatus()).isEqualTo(429);
        assertThat(inside[1].getContentAsString()).contains("too many requests at once");
        assertThat(ask(limit, "10.1.2.3", NOTHING).getStatus()).isEqualTo(200);
    }

    private static MockHttpServletResponse asked(AddressLimit limit, FilterChain chain) {
        try {
            return ask(limit, "10.1.2.3", chain);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static AddressLimit limit(int perSecond, int atOnce) {
        return new AddressLimit(new LimitSettings(1, perSecond, atOnce, 1, 1, Duration.ofSeconds(1)));
    }

    private static MockHttpServletResponse ask(AddressLimit limit, String address, FilterChain chain) throws Exception {
        var request = new MockHttpServletRequest("GET", "/api/v1/me");
        request.setRemoteAddr(address);
        var response = new MockHttpServletResponse();
        limit.doFilter(request, response, chain);
        return response;
    }
}
