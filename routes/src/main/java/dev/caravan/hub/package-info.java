/** Placeholder. */
@NullMarked
package dev.caravan.hub;

import org.jspecify.annotations.NullMarked;
