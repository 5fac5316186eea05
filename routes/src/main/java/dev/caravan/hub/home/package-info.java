/** Where the hub keeps what it knows: folders, the ledger's place, its own name, and the lock that keeps others out. */
@NullMarked
package dev.caravan.hub.home;

import org.jspecify.annotations.NullMarked;
