/** A running Azure for tests: started on demand, forgetful between tests, gone with the test run. */
@NullMarked
package dev.caravan.emulator.junit5;

import org.jspecify.annotations.NullMarked;
