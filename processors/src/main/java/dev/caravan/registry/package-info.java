/** The identity registries and twins of the IoT Hubs: the only code that talks to them, under one budget a hub. */
@NullMarked
package dev.caravan.registry;

import org.jspecify.annotations.NullMarked;
