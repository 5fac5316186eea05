package dev.caravan.custody;

import dev.caravan.ledger.Batches;

/** Finds the folder of a batch's identities. */
public final class BatchBoxes {

    private final Batches batches;

    public BatchBoxes(Batches batches) {
        this.batches = batches;
    }

    /** @throws java.util.NoSuchElementException if the ledger has no such batch */
    public BatchBox of(String batch) {
        return new BatchBox(batch, batches.find(batch).orElseThrow().rows());
    }
}
