package dev.caravan.certificate;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An issuer beside the default one, and the boards that it signs for ({@code caravan.certificate.issuers}).
 *
 * @param name also what the column {@code issuer} of a batch file says
 * @param consignees boards for them
 * @param inboxes folders whose batch files' boards it signs for, beside {@code caravan.folders.inbox}
 */
public record IssuerSettings(String name, List<String> consignees, List<Path> inboxes) {

    /** @throws IllegalArgumentException naming the value and the rule */
    public IssuerSettings(String name, @Nullable List<String> consignees, @Nullable List<Path> inboxes) {
        this.name = IssuerName.require(name);
        this.consignees = consignees == null ? List.of() : List.copyOf(consignees);
        this.inboxes = inboxes == null
                ? List.of()
                : inboxes.stream()
                        .map(inbox -> inbox.toAbsolutePath().normalize())
                        .toList();
    }
}
