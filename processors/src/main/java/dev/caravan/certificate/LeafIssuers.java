package dev.caravan.certificate;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Issues leaves by each of the hub's authorities. Thread-safe. */
public final class LeafIssuers {

    private final Issuers issuers;
    private final LeafProfile profile;
    private final CertificateTools tools;
    private final Consumer<CertificateAuthority> before;
    private final Map<String, LeafIssuer> leaves = new ConcurrentHashMap<>();

    /** @param before told of each authority before it signs its first leaf; what it throws, the caller meets */
    public LeafIssuers(
            Issuers issuers, LeafProfile profile, CertificateTools tools, Consumer<CertificateAuthority> before) {
        this.issuers = issuers;
        this.profile = profile;
        this.tools = tools;
        this.before = before;
        issuers.names().forEach(this::named);
    }

    public Collection<String> names() {
        return issuers.names();
    }

    /**
     * By the authority that signs under this name now.
     *
     * @throws CertificateAuthorityException if there is none
     */
    public LeafIssuer named(String name) {
        var authority = issuers.named(name);
        return leaves.compute(
                name, (same, issuer) -> issuer != null && issuer.isOf(authority) ? issuer : first(authority));
    }

    private LeafIssuer first(CertificateAuthority authority) {
        before.accept(authority);
        return new LeafIssuer(authority, profile, tools);
    }
}
