package dev.caravan.enrollment;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import dev.caravan.enrollment.Dps.WrongClock;

import static org.assertj.core.api.Assertions.assertThat;

class ClockWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ALLOWED = Duration.ofMinutes(2);

    private final Watch watch = new Watch();
    private final ClockWatch clockWatch = new ClockWatch(watch, watch::nanoTime);

    @Test
    void clockThatIsAheadIsNamedWithBothTimesAfterThreeAnswers() {
        answers(2, ALLOWED.plus(SECOND));
        assertThat(wrong()).isEmpty();

        answers(1, ALLOWED.plus(SECOND));

        assertThat(wrong().map(WrongClock::sentence))
                .contains(
                        "this machine's clock is ahead: it says 2026-11-23T10:00:00Z, and DPS says"
                                + " 2026-11-23T09:57:59Z; set it right: certificates made meanwhile begin and end as much too late");
    }

    @Test
    void clockThatIsBehindIsNamedToo() {
        answers(3, ALLOWED.plus(SECOND).negated());

        assertThat(wrong().map(WrongClock::sentence).orElseThrow())
                .startsWith(
                        "this machine's clock is behind: it says 2026-11-23T10:00:00Z, and DPS says 2026-11-23T10:02:01Z")
                .endsWith("too early");
    }

    @Test
    void differenceWithinWhatIsAllowedIsNone() {
        answers(3, ALLOWED);
        answers(3, ALLOWED.negated());

        assertThat(wrong()).isEmpty();
    }

    @Test
    void oneServerAmongManyThatIsWrongRaisesNoAlarmAndOneThatIsRightEndsNone() {
        answers(2, Duration.ofHours(1));
        answers(1, Duration.ZERO);
        answers(2, Duration.ofHours(1));
        assertThat(wrong()).isEmpty();

        answers(1, Duration.ofHours(1));
        answers(2, Duration.ZERO);
        assertThat(wrong()).isPresent();
        answers(1, Duration.ofHours(1));
        answers(2, Duration.ZERO);
        assertThat(wrong()).isPresent();
    }

    @Test
    void clockAtTheEdgeOfWhatIsAllowedDoesNotRaiseOneAlarmAfterTheOther() {
        answers(3, ALLOWED.plus(SECOND));
        answers(3, ALLOWED.minus(SECOND));
        assertThat(wrong()).isPresent();

        answers(3, ALLOWED.dividedBy(2));
        assertThat(wrong()).isEmpty();
        answers(3, ALLOWED.minus(SECOND));
        assertThat(wrong()).isEmpty();
    }

    @Test
    void alarmEndsAsSoonAsTheClockIsSetRightWithoutACallAndGoesOnWithTheTimeUntilThen() {
        answers(3, Duration.ofHours(1));
        watch.during(Duration.ofMinutes(30));
        assertThat(wrong())
                .contains(new WrongClock(
                        Watch.START.plus(Duration.ofMinutes(30)), Watch.START.minus(Duration.ofMinutes(30))));

        watch.setBack(Duration.ofHours(1));

        assertThat(wrong()).isEmpty();
    }

    @Test
    void answerThatComesLateBecauseThisMachineStoodStillSaysNothingAgainstItsClock() {
        for (var answer = 0; answer < 3; answer++) {
            var sent = watch.instant();
            watch.during(Duration.ofHours(1));
            clockWatch.answered(sent, sent.plusSeconds(1));
        }

        assertThat(wrong()).isEmpty();
    }

    @Test
    void whatARealServerSaysIsComparedWithTheClock() throws IOException {
        var before = CookieHandler.getDefault();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", answer -> {
            answer.sendResponseHeaders(204, -1);
            answer.close();
        });
        server.start();
        try {
            var ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7));
            var real = new ClockWatch(ahead, System::nanoTime);
            ResponseHeaders.watch("127.0.0.1", ahead);
            for (var call = 0; call < 3; call++) {
                var sent = ahead.instant();
                get(server.getAddress().getPort());
                real.answered(sent, ResponseHeaders.date().orElseThrow());
            }

            var wrong = real.wrongClock().orElseThrow();
            assertThat(Duration.between(wrong.there(), wrong.here()))
                    .isBetween(
                            Duration.ofMinutes(7).minusSeconds(30),
                            Duration.ofMinutes(7).plusSeconds(30));
        } finally {
            CookieHandler.setDefault(before);
            server.stop(0);
        }
    }

    private static void get(int port) throws IOException {
        ResponseHeaders.expectAnswer();
        var call = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        assertThat(call.getResponseCode()).isEqualTo(204);
    }

    /** Answers that come at once. */
    private void answers(int count, Duration ahead) {
        for (var answer = 0; answer < count; answer++) {
            var now = watch.instant();
            clockWatch.answered(now, now.minus(ahead));
        }
    }

    private Optional<WrongClock> wrong() {
        return clockWatch.wrongClock();
    }
}
