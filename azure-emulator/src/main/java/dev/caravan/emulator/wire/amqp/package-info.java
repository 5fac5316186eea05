/** AMQP 1.0 as servers speak it: frames, SASL, links, credit and settlement; what the addresses mean is the site's business. */
@NullMarked
package dev.caravan.emulator.wire.amqp;

import org.jspecify.annotations.NullMarked;
