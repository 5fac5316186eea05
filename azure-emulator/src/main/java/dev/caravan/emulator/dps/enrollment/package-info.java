/** What a service client writes: enrollments of single devices and of groups, one by one, in bulk, and queried. */
@NullMarked
package dev.caravan.emulator.dps.enrollment;

import org.jspecify.annotations.NullMarked;
