package dev.caravan.certificate;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An issuer beside the default one, and the boards that it signs for ({@code caravan.certificate.issuers}).
 *
 * @param name also what the column {@code issuer} of a batch file says
 * @param consignees boards for them
 * @param inboxes folders whose batch files' boards it signs for, beside {@code caravan.folders.inbox}
 * @param tokenKey label of its key in {@code caravan.token}; empty: it is in a key store of the hub's own
 * @param chainFile with such a key: its certificate first, the root last, PEM; empty without
 */
public record IssuerSettings(
        String name, List<String> consignees, List<Path> inboxes, String tokenKey, String chainFile) {

    /** @throws IllegalArgumentException naming the value and the rule */
    public IssuerSettings(
            String name,
            @Nullable List<String> consignees,
            @Nullable List<Path> inboxes,
            @Nullable String tokenKey,
            @Nullable String chainFile) {
        this.name = IssuerName.require(name);
        this.consignees = consignees == null ? List.of() : List.copyOf(consignees);
        this.inboxes = inboxes == null
                ? List.of()
                : inboxes.stream()
                        .map(inbox -> inbox.toAbsolutePath().normalize())
                        .toList();
        this.tokenKey = Objects.requireNonNullElse(tokenKey, "");
        this.chainFile = Objects.requireNonNullElse(chainFile, "");
        if (this.tokenKey.isEmpty() != this.chainFile.isEmpty()) {
            throw new IllegalArgumentException("caravan.certificate.issuers: issuer '" + name
                    + "' must have both token-key and chain-file, or neither, but has '" + this.tokenKey + "' and '"
                    + this.chainFile + "'");
        }
    }

    /** Where its key is, if that is in the token. */
    public Optional<TokenKey> inToken() {
        return tokenKey.isEmpty() ? Optional.empty() : Optional.of(new TokenKey(name, tokenKey, Path.of(chainFile)));
    }
}
