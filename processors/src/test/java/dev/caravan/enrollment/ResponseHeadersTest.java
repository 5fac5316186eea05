package dev.caravan.enrollment;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseHeadersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String DPS = "https://factory.azure-devices-provisioning.net/enrollments";

    private CookieHandler before;

    @BeforeEach
    void watch() {
        before = CookieHandler.getDefault();
        ResponseHeaders.watch("factory.azure-devices-provisioning.net", Clock.fixed(NOW, ZoneOffset.UTC));
        ResponseHeaders.expectAnswer();
    }

    @AfterEach
    void restore() {
        CookieHandler.setDefault(before);
        ResponseHeaders.expectAnswer();
    }

    @Test
    void secondsAreCountedFromNowInAnyLetterCase() throws IOException {
        answer(DPS, "retry-AFTER", "17");

        assertThat(ResponseHeaders.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void httpDateThatIsOverIsNoWait() throws IOException {
        answer(DPS, "Retry-After", "Mon, 23 Nov 2026 09:01:30 GMT");

        assertThat(ResponseHeaders.retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void httpDateIsTakenAsItIs() throws IOException {
        answer(DPS, "Retry-After", "Mon, 23 Nov 2026 10:01:30 GMT");

        assertThat(ResponseHeaders.retryAfter()).contains(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
    void anythingElseIsAsIfItWereNotThere(String value) throws IOException {
        answer(DPS, "Retry-After", value);

        assertThat(ResponseHeaders.retryAfter()).isEmpty();
    }

    @Test
    void otherHostsAreNotListenedTo() throws IOException {
        answer("https://plant-a.azure-devices.net/", "Retry-After", "17");
        answer("https://plant-a.azure-devices.net/", "Date", "Mon, 23 Nov 2026 10:01:30 GMT");

        assertThat(ResponseHeaders.retryAfter()).isEmpty();
        assertThat(ResponseHeaders.date()).isEmpty();
    }

    @Test
    void whatTimeItIsThereIsRememberedWhereItCanBeRead() throws IOException {
        answer(DPS, "date", "Mon, 23 Nov 2026 10:01:30 GMT");
        assertThat(ResponseHeaders.date()).contains(NOW.plusSeconds(90));

        answer(DPS, "Date", "half past ten");
        assertThat(ResponseHeaders.date()).isEmpty();
    }

    @Test
    void earlierAnswerIsForgottenBeforeTheNextCall() throws IOException {
        answer(DPS, "Retry-After", "17");
        answer(DPS, "Date", "Mon, 23 Nov 2026 10:01:30 GMT");

        ResponseHeaders.expectAnswer();

        assertThat(ResponseHeaders.retryAfter()).isEmpty();
        assertThat(ResponseHeaders.date()).isEmpty();
    }

    @Test
    void cookiesStillReachTheHandlerThatWasThereBefore() throws IOException {
        var cookies = new CookieManager();
        CookieHandler.setDefault(cookies);
        ResponseHeaders.watch("factory.azure-devices-provisioning.net", Clock.fixed(NOW, ZoneOffset.UTC));

        answer("https://example.org/", "Set-Cookie", "a=b");

        assertThat(cookies.getCookieStore().getCookies()).hasSize(1);
        assertThat(CookieHandler.getDefault().get(URI.create("https://example.org/"), Map.of()))
                .containsKey("Cookie");
    }

    private static void answer(String uri, String header, String value) throws IOException {
        CookieHandler.getDefault().put(URI.create(uri), Map.of(header, List.of(value)));
    }
}
