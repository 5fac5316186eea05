/** Shared access signatures: the one token form that service clients, devices and hubs sign with a symmetric key. */
@NullMarked
package dev.caravan.emulator.sas;

import org.jspecify.annotations.NullMarked;
