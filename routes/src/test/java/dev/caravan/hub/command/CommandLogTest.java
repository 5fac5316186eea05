package dev.caravan.hub.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLogTest {

    private static final Logger LIBRARY = (Logger) LoggerFactory.getLogger("org.example.library");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LIBRARY.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LIBRARY.detachAppender(log);
    }

    /** Also of one that fails: whatever runs in this process next has its log. */
    @Test
    void librariesAreSilentWhileACommandRunsAndNoLonger() {
        var out = new PrintStream(OutputStream.nullOutputStream());
        new Commands(List.of(new Remark()), Throwable::getMessage).run(new String[] {"remark"}, out, out);
        assertThat(log.list).isEmpty();

        LIBRARY.warn("heard");
        assertThat(log.list).extracting(ILoggingEvent::getMessage).containsExactly("heard");
    }

    private static final class Remark implements Command {

        @Override
        public String name() {
            return "remark";
        }

        @Override
        public String arguments() {
            return "";
        }

        @Override
        public String purpose() {
            return "fails with a remark in the log";
        }

        @Override
        public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
            LIBRARY.warn("not heard");
            throw new IllegalStateException("it fails");
        }
    }
}
