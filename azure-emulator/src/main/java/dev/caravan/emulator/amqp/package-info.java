/** What Azure's services have in common over AMQP: the names of errors, and which service a connection means. */
@NullMarked
package dev.caravan.emulator.amqp;

import org.jspecify.annotations.NullMarked;
