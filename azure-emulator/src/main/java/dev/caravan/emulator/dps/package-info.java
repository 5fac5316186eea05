/** The Device Provisioning Service: enrollments, registrations, its service API and its device API. */
@NullMarked
package dev.caravan.emulator.dps;

import org.jspecify.annotations.NullMarked;
