/** What goes wrong on purpose: faults, the quota, and the history of every call that came through the gate. */
@NullMarked
package dev.caravan.emulator.fault;

import org.jspecify.annotations.NullMarked;
