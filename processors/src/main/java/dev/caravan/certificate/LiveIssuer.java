package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An issuer that is opened anew when its key store was replaced; while the new one cannot be used, the one before stays. */
final class LiveIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(LiveIssuer.class);

    private final @Nullable Path store;
    private final Supplier<Opened> opening;
    private String seen;
    private CertificateAuthority authority;
    private List<CertificateAuthority> retired;

    /** @param retired those that were in its place before */
    record Opened(CertificateAuthority authority, List<CertificateAuthority> retired) {}

    private LiveIssuer(@Nullable Path store, Supplier<Opened> opening, String seen, Opened opened) {
        this.store = store;
        this.opening = opening;
        this.seen = seen;
        this.authority = opened.authority();
        this.retired = opened.retired();
    }

    /** One that nobody replaces. */
    static LiveIssuer of(CertificateAuthority authority) {
        var opened = new Opened(authority, List.of());
        return new LiveIssuer(null, () -> opened, "", opened);
    }

    static LiveIssuer open(Path folder, Supplier<Opened> opening) {
        var store = folder.resolve("issuer.p12");
        var stamp = stamp(store);
        return new LiveIssuer(store, opening, stamp, opening.get());
    }

    /** What is replaced between stamp and opening is opened once more the next time. */
    synchronized CertificateAuthority now() {
        if (store == null) {
            return authority;
        }
        var stamp = stamp(store);
        if (!stamp.equals(seen)) {
            seen = stamp;
            try {
                take(opening.get());
            } catch (RuntimeException unusable) {
                LOG.atWarn()
                        .addKeyValue("issuer", authority.name())
                        .log("goes on with the key it has, the one on disk cannot be used: " + unusable.getMessage());
            }
        }
        return authority;
    }

    /** It, and those that were in its place before. */
    synchronized List<CertificateAuthority> all() {
        var now = now();
        return Stream.concat(Stream.of(now), retired.stream()).toList();
    }

    private void take(Opened opened) {
        retired = opened.retired();
        if (!opened.authority().chain().equals(authority.chain())) {
            authority = opened.authority();
            LOG.atInfo()
                    .addKeyValue("issuer", authority.name())
                    .log("issues with a new key: " + authority.issuer().getSubjectX500Principal());
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
