/** The runs over DPS as the hub does them: one thread, begun by night or by a request. */
@NullMarked
package dev.caravan.hub.reconciliation;

import org.jspecify.annotations.NullMarked;
