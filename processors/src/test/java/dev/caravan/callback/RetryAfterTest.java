package dev.caravan.callback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120                           | 120",
                "0                             | 1",
                "1                             | 1",
                "3600                          | 3600",
                "3601                          | 3600",
                "99999999999999999999          | 3600",
                "Thu, 26 Nov 2026 12:02:00 GMT | 120",
                "Thu, 26 Nov 2026 11:00:00 GMT | 1",
                "Thu, 26 Nov 2037 11:00:00 GMT | 3600"
            })
    void secondsAndDatesAreObeyedWithinASecondAndAnHour(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOON)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void anythingElseSaysNothing() {
        for (var value : new String[] {"", "soon", "-5", "1.5", "12:02"}) {
            assertThat(RetryAfter.parse(value, NOON)).isNull();
        }
    }
}
