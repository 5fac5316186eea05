package dev.caravan.ledger;

/**
 * The right to work one chunk, until its lease ends by the database's clock. Each write under a claim renews the lease,
 * and is refused with {@link StaleClaimException} once somebody else has claimed the chunk.
 *
 * @param owner the hub process
 * @param attempt grows with every claim of the chunk
 */
public record Claim(ChunkRef chunk, Stage stage, String owner, int attempt) {}
