/** The only code that talks to DPS: create disabled, read back, activate; its failures and its quota. */
@NullMarked
package dev.caravan.enrollment;

import org.jspecify.annotations.NullMarked;
