/** Tells other systems of events at addresses of theirs: signed, again and again until they have arrived, and only outside. */
@NullMarked
package dev.caravan.callback;

import org.jspecify.annotations.NullMarked;
