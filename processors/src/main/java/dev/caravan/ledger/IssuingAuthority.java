package dev.caravan.ledger;

import java.time.Instant;

/**
 * An authority that signs, or has signed, boards' certificates.
 *
 * @param keyId its key identifier, hex: what the certificates that it has signed name as their authority's
 * @param name what it is called where it issues; one that took the place of another has the same
 * @param chain PEM: the authority's own certificate first, the root last
 * @param issued certificates that it has signed since the ledger knows it
 */
public record IssuingAuthority(String keyId, String name, String chain, long issued, Instant knownAt) {}
