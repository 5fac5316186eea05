/** What becomes of a request that carries an Idempotency-Key and comes twice. */
@NullMarked
package dev.caravan.hub.repetition;

import org.jspecify.annotations.NullMarked;
