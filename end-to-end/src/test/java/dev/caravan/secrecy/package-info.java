/** Plays the flashing station, and looks for the boards' private keys wherever none may be. */
@NullMarked
package dev.caravan.secrecy;

import org.jspecify.annotations.NullMarked;
