/** The web page on the control port: looks at everything, changes nothing, shows no key. */
@NullMarked
package dev.caravan.emulator.page;

import org.jspecify.annotations.NullMarked;
