/** The ledger alone, on both of its databases: what lists of boards cost, and what their indexes do. */
@NullMarked
package dev.caravan.benchmark.ledger;

import org.jspecify.annotations.NullMarked;
