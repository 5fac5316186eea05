/** The truth: boards, batches, chunks and claims in SQL. What is not committed here has not happened. */
@NullMarked
package dev.caravan.ledger;

import org.jspecify.annotations.NullMarked;
