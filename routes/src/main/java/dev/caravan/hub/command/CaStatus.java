package dev.caravan.hub.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.caravan.certificate.CaRecords;
import dev.caravan.certificate.KnownIssuer;

/** The authorities of a hub, each with its chain below it, and what must be done about them. */
final class CaStatus {

    private static final String LINE = "%-20s %-8s %-10s %-40s %9s %s";

    private final Instant now;
    private final Duration leafLife;
    private final Map<String, Long> issued;
    private final PrintStream out;
    private final List<String> warnings = new ArrayList<>();

    /** @param issued certificates that each authority has signed, by its key identifier, as far as is known */
    CaStatus(Instant now, Duration leafLife, Map<String, Long> issued, PrintStream out) {
        this.issued = issued;
        this.now = now;
        this.leafLife = leafLife;
        this.out = out;
    }

    /**
     * @param inToken those whose keys are not in the folder
     * @return 0 if nothing must be done, 1 if there is a warning
     */
    int print(CaRecords records, List<KnownIssuer> inToken, Path folder) {
        var byKey = new LinkedHashMap<String, KnownIssuer>();
        Stream.concat(inToken.stream(), records.issuers().stream())
                .forEach(issuer -> byKey.putIfAbsent(issuer.keyId(), issuer));
        var issuers = byKey.values();
        if (issuers.isEmpty()) {
            out.println("there is no authority in " + folder
                    + " yet; ./caravan ca init founds one, or the hub does at its first start");
            return 1;
        }
        out.println(line("ISSUER", "STATE", "ENDS", "KEY", "ISSUED", "CHAIN"));
        issuers.forEach(this::print);
        out.println(
                records.hasRootKey()
                        ? "the root's key is in " + folder + "; the hub does not need it: ./caravan ca export-root"
                                + " FILE --root-password-file=FILE --remove takes it off this machine"
                        : "the root's key is not here; rotation needs it back, or a request (--csr)");
        warnings.forEach(warning -> out.println("WARNING: " + warning));
        return warnings.isEmpty() ? 0 : 1;
    }

    private void print(KnownIssuer issuer) {
        out.println(line(
                issuer.name(),
                issuer.issues() ? "issues" : "retired",
                day(issuer.ends()),
                issuer.keyId(),
                issued.containsKey(issuer.keyId()) ? issued.get(issuer.keyId()) : "-",
                issuer.certificate().getSubjectX500Principal() + " < "
                        + issuer.root().getSubjectX500Principal()
                        + " (ends " + day(issuer.root().getNotAfter().toInstant()) + ")"));
        if (issuer.issues()) {
            issuer.warning(now, leafLife).ifPresent(warnings::add);
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, LINE, columns);
    }
}
