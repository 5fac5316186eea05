package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer that is opened anew when its file was replaced: its key store, or its chain if the key is in a token. While the new
 * one cannot be used, the one before stays. Of many threads one opens, and the others go on with what there is.
 */
final class LiveIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(LiveIssuer.class);

    private final Path file;
    private final UnaryOperator<Opened> opening;
    private final Lock changing = new ReentrantLock();
    private String seen;
    private volatile Opened opened;
    private volatile @Nullable String trouble;

    /** @param retired those that were in its place before */
    record Opened(CertificateAuthority authority, List<CertificateAuthority> retired) {}

    private LiveIssuer(Path file, UnaryOperator<Opened> opening, String seen, Opened opened) {
        this.file = file;
        this.opening = opening;
        this.seen = seen;
        this.opened = opened;
    }

    static LiveIssuer open(Path file, Supplier<Opened> opening) {
        return open(file, opening, before -> opening.get());
    }

    /** @param again opens it once more, given what there is */
    static LiveIssuer open(Path file, Supplier<Opened> first, UnaryOperator<Opened> again) {
        var stamp = stamp(file);
        return new LiveIssuer(file, again, stamp, first.get());
    }

    /** What is replaced between stamp and opening is opened once more the next time. */
    CertificateAuthority now() {
        alone(() -> {
            if (!stamp(file).equals(seen)) {
                change();
            }
        });
        return opened.authority();
    }

    /** Opens it once more although its file is the same: what could not be used may be usable now. */
    void again() {
        alone(this::change);
    }

    /** It, and those that were in its place before. */
    List<CertificateAuthority> all() {
        now();
        var all = opened;
        return Stream.concat(Stream.of(all.authority()), all.retired().stream()).toList();
    }

    /** Why what is in the file does not issue, where it does not. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void alone(Runnable work) {
        if (changing.tryLock()) {
            try {
                work.run();
            } finally {
                changing.unlock();
            }
        }
    }

    private void change() {
        seen = stamp(file);
        try {
            take(opening.apply(opened));
            trouble = null;
        } catch (RuntimeException unusable) {
            var words = String.valueOf(unusable.getMessage());
            if (!words.equals(trouble)) {
                LOG.atWarn()
                        .addKeyValue("issuer", opened.authority().name())
                        .log("goes on with the key it has, the one on disk cannot be used: " + words);
            }
            trouble = words;
        }
    }

    private void take(Opened next) {
        var present = opened.authority();
        if (next.authority().chain().equals(present.chain())) {
            opened = new Opened(present, next.retired());
        } else {
            opened = next;
            LOG.atInfo()
                    .addKeyValue("issuer", present.name())
                    .log("issues with a new key: " + next.authority().issuer().getSubjectX500Principal());
        }
    }

    private static String stamp(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException gone) {
            return "";
        }
    }
}
