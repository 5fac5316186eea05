/** The hub's door: finds out who makes a request, and lets it through to the operations of its role. */
@NullMarked
package dev.caravan.hub.access;

import org.jspecify.annotations.NullMarked;
