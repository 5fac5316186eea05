/** A private key's way out of the hub: kept before the ledger knows it, handed over once DPS has it, or destroyed. */
@NullMarked
package dev.caravan.custody;

import org.jspecify.annotations.NullMarked;
