/** The emulator as a whole: its options, its start and stop, and the files it leaves for those who want to reach it. */
@NullMarked
package dev.caravan.emulator;

import org.jspecify.annotations.NullMarked;
