/** The control port: what a test reads and changes behind the back of the clients. */
@NullMarked
package dev.caravan.emulator.control;

import org.jspecify.annotations.NullMarked;
