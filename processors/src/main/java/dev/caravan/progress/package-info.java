/** How far the batches are, how fast they go, and when each will be done. */
@NullMarked
package dev.caravan.progress;

import org.jspecify.annotations.NullMarked;
