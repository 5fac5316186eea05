/** How both APIs of the service write what they share: errors, timestamps, etags, identifiers, api-versions. */
@NullMarked
package dev.caravan.emulator.dps.form;

import org.jspecify.annotations.NullMarked;
