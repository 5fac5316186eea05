/** Lets the hub look for first boots, a round at a time. */
@NullMarked
package dev.caravan.hub.registration;

import org.jspecify.annotations.NullMarked;
