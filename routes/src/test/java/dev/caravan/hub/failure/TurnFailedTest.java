package dev.caravan.hub.failure;

import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

class TurnFailedTest {

    private static final Logger HUB = (Logger) LoggerFactory.getLogger("dev.caravan.hub");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final TurnFailed noLook = new TurnFailed("no look", now::get);

    @BeforeEach
    void listen() {
        log.start();
        HUB.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        HUB.detachAppender(log);
    }

    @Test
    void sameWordsAreSaidOnceAMinuteAndOthersAtOnce() {
        fail("refused");
        now.addAndGet(SECONDS.toNanos(59));
        fail("refused");
        fail("reset");
        now.addAndGet(SECONDS.toNanos(60));
        fail("reset");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("no look: ledger: refused", "no look: ledger: reset", "no look: ledger: reset");
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.WARN);
    }

    private void fail(String words) {
        var failed = new DefaultExchange(new DefaultCamelContext());
        failed.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new DataAccessResourceFailureException("Failed to obtain JDBC Connection", new Exception(words)));
        noLook.process(failed);
    }
}
