/** What becomes of work that failed, and what the operator reads of it. */
@NullMarked
package dev.caravan.hub.failure;

import org.jspecify.annotations.NullMarked;
