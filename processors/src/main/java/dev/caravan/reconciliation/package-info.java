/** Goes over everything a DPS holds and says where the ledger disagrees; mends only what cannot do harm. */
@NullMarked
package dev.caravan.reconciliation;

import org.jspecify.annotations.NullMarked;
