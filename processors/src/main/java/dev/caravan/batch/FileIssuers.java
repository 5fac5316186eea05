package dev.caravan.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.caravan.certificate.Issuers;

/**
 * Which issuers the rows of a batch file may name, and which one its folder chooses for those that name none.
 *
 * @param byInbox folders, absolute and normalised
 */
public record FileIssuers(Set<String> names, Map<Path, String> byInbox) {

    /** There is only the default one. */
    public static final FileIssuers ONE = new FileIssuers(Set.of(Issuers.DEFAULT), Map.of());

    public FileIssuers {
        names = Set.copyOf(names);
        byInbox = Map.copyOf(byInbox);
    }

    /** What is wrong with the cell. */
    Optional<String> whyBad(String cell) {
        return cell.isEmpty() || names.contains(cell)
                ? Optional.empty()
                : Optional.of("column 'issuer' must name an issuer of this hub ("
                        + String.join(", ", new TreeSet<>(names)) + "; caravan.certificate.issuers), but is "
                        + Shown.quoted(cell));
    }

    Optional<String> of(Path input) {
        return Optional.ofNullable(
                byInbox.get(input.toAbsolutePath().normalize().getParent()));
    }
}
