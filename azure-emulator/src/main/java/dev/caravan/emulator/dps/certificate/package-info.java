/** Certificates that the service keeps: those in enrollments, and the verified ones that enrollments refer to by name. */
@NullMarked
package dev.caravan.emulator.dps.certificate;

import org.jspecify.annotations.NullMarked;
