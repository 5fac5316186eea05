/** Who may do what over the service API: policies, their keys and their permissions. */
@NullMarked
package dev.caravan.emulator.dps.access;

import org.jspecify.annotations.NullMarked;
