/** The hub under kill -9 at every step, and under everything else that can go wrong in a factory. */
@NullMarked
package dev.caravan.crash;

import org.jspecify.annotations.NullMarked;
