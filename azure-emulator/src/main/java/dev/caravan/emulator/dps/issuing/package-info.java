/** Issues operational certificates for signing requests that devices send along when they register (a preview of Azure's). */
@NullMarked
package dev.caravan.emulator.dps.issuing;

import org.jspecify.annotations.NullMarked;
