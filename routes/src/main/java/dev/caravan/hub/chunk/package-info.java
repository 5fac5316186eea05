/** A chunk's way through its stages, the queues between them, and the sweeper that brings back what was lost. */
@NullMarked
package dev.caravan.hub.chunk;

import org.jspecify.annotations.NullMarked;
