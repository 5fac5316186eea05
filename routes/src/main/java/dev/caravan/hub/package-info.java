/** The hub as a program: its settings, its wiring, its start and what it says when it cannot start. */
@NullMarked
package dev.caravan.hub;

import org.jspecify.annotations.NullMarked;
