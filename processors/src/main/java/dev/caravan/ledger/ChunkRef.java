package dev.caravan.ledger;

/** Points at one chunk: up to 500 rows of one batch. All that a queue message carries. */
public record ChunkRef(String batch, int number) {}
