package dev.caravan.revocation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.certificate.CertificateAuthority;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.RevocationList;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.FailureWords;
import dev.caravan.ledger.Revocations;

/**
 * Keeps the file of each authority's list in step with the ledger: another one is made when something was revoked, when the
 * last one grows old, and at the hub's start. One thread makes them; any may read.
 */
public final class PublishedLists {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedLists.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{2,128}\\.crl");
    /** A list that takes a while is made again after ten times that at the earliest. */
    private static final int REST = 10;

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Supplier<List<CertificateAuthority>> authorities;
    private final Revocations revocations;
    private final RevocationSettings settings;
    private final CertificateTools tools;
    private final LongSupplier nanoTime;
    private final Map<String, Made> made = new HashMap<>();
    private final Map<String, Long> again = new HashMap<>();

    /** @param authorities those that sign a list, whether or not they issue certificates still */
    public PublishedLists(
            Supplier<List<CertificateAuthority>> authorities,
            Revocations revocations,
            RevocationSettings settings,
            CertificateTools tools,
            LongSupplier nanoTime) {
        this.authorities = authorities;
        this.revocations = revocations;
        this.settings = settings;
        this.tools = tools;
        this.nanoTime = nanoTime;
    }

    private record Made(long changes, Instant at, long restUntil) {}

    /** Makes the lists that are due. One that cannot be made keeps no other one waiting. */
    public void publish() {
        for (var authority : authorities.get()) {
            var issuer = KeyId.of(authority.issuer());
            try {
                if (nanoTime.getAsLong() - again.getOrDefault(issuer, Long.MIN_VALUE / 2) >= 0) {
                    publish(authority, issuer);
                }
            } catch (RuntimeException failure) {
                again.put(issuer, nanoTime.getAsLong() + A_MINUTE.toNanos());
                LOG.atWarn()
                        .addKeyValue("issuer", authority.name())
                        .log("its revocation list could not be made, and is tried again: {}", FailureWords.of(failure));
            }
        }
    }

    private void publish(CertificateAuthority authority, String issuer) {
        var last = made.get(issuer);
        if (last == null || isDue(issuer, last)) {
            make(authority, issuer);
        }
    }

    private boolean isDue(String issuer, Made last) {
        var old = !tools.clock().instant().isBefore(last.at().plus(settings.refresh()));
        return old || nanoTime.getAsLong() - last.restUntil() >= 0 && revocations.changes(issuer) > last.changes();
    }

    private void make(CertificateAuthority authority, String issuer) {
        var begun = nanoTime.getAsLong();
        var now = tools.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        var list = revocations.begin(issuer, now);
        DurableFiles.folder(settings.folder());
        var issue = new RevocationList.Issue(list.number(), now, now.plus(settings.validity()));
        var entries = new RevocationList(authority, tools).write(file(issuer), issue, revocations.entries(list));
        var took = nanoTime.getAsLong() - begun;
        made.put(issuer, new Made(list.changes(), now, nanoTime.getAsLong() + REST * took));
        LOG.atInfo()
                .addKeyValue("issuer", authority.name())
                .addKeyValue("file", file(issuer))
                .addKeyValue("number", list.number())
                .addKeyValue("entries", entries)
                .addKeyValue("took", Duration.ofNanos(took).truncatedTo(ChronoUnit.MILLIS))
                .log("revocation list made");
    }

    private Path file(String issuer) {
        return settings.folder().resolve(issuer + ".crl");
    }

    /** The list of that name, if there is one. @param name as {@link RevocationSettings#folder} has it */
    public Optional<Path> find(String name) {
        return Optional.of(name)
                .filter(text -> NAME.matcher(text).matches())
                .map(settings.folder()::resolve)
                .filter(Files::exists);
    }
}
