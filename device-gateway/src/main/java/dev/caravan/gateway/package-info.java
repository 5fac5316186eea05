/** The on-premise program that holds boards' identities: its settings, its wiring, its start and its one line when it cannot start. */
@NullMarked
package dev.caravan.gateway;

import org.jspecify.annotations.NullMarked;
