/** The only code that asks the Device Provisioning Service, and that can tell its refusals from its bad days. */
@NullMarked
package dev.caravan.device.registration;

import org.jspecify.annotations.NullMarked;
