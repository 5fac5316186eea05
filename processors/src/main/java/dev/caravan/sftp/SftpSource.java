package dev.caravan.sftp;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.batch.Intake;
import dev.caravan.sftp.SftpNews.Kind;

/**
 * Looks at an SFTP server when it is time to, and gives what lies there to the intake. While the server cannot be used, it is
 * asked less and less often: too many refused logins would lock the account. For one thread, but for {@link #trouble}.
 */
public final class SftpSource implements AutoCloseable {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final SftpSettings settings;
    private final SftpLogin login;
    private final Desk desk;
    private final Look look;
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile @Nullable Trouble trouble;
    private @Nullable SftpServer server;
    private Duration pause = Duration.ZERO;
    private long lookedAt;

    /**
     * @param work the hub's work folder
     * @param nanos a clock that nobody sets back
     * @throws IllegalArgumentException if a file that the settings name cannot be read
     */
    public SftpSource(SftpSettings settings, Intake intake, Path work, Clock clock, LongSupplier nanos) {
        settings.requireFiles();
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        login = new SftpLogin(settings);
        desk = new Desk(work);
        look = new Look(settings, intake, desk, nanos);
    }

    /** Why the server is not looked at, and since when. */
    public record Trouble(Instant since, String words) {}

    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Does nothing before it is time. What was fetched before a failure is fetched. */
    public void look(Consumer<SftpNews> news) {
        if (nanos.getAsLong() - lookedAt < pause.toNanos()) {
            return;
        }
        try (var lock = desk.lock()) {
            if (lock.isHeld()) {
                look.at(connected(), news);
            }
            well(news);
        } catch (RuntimeException failure) {
            close();
            trouble(String.valueOf(failure.getMessage()), news);
        } finally {
            lookedAt = nanos.getAsLong();
        }
    }

    private SftpServer connected() {
        if (server == null || !server.isOpen()) {
            close();
            server = login.open();
        }
        return server;
    }

    private void well(Consumer<SftpNews> news) {
        if (trouble != null) {
            news.accept(SftpNews.of(Kind.WELL, "", settings.address() + " is looked at again"));
        }
        trouble = null;
        pause = settings.pollDelay();
    }

    private void trouble(String words, Consumer<SftpNews> news) {
        var before = trouble;
        trouble = new Trouble(before == null ? clock.instant() : before.since(), words);
        var longer = before == null ? settings.pollDelay() : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? max(LONGEST_PAUSE, settings.pollDelay()) : longer;
        news.accept(SftpNews.of(Kind.TROUBLE, "", words));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
