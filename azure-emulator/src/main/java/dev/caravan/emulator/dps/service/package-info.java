/** The service API over HTTPS: which call leads to which operation, and the checks that all of them share. */
@NullMarked
package dev.caravan.emulator.dps.service;

import org.jspecify.annotations.NullMarked;
