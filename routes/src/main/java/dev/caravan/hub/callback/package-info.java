/** Lets couriers bring events to other systems, side by side, while the hub runs. */
@NullMarked
package dev.caravan.hub.callback;

import org.jspecify.annotations.NullMarked;
