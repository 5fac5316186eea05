/** The hubs over AMQP: the addresses of devices and back ends, token nodes, and several devices on one connection. */
@NullMarked
package dev.caravan.emulator.hub.amqp;

import org.jspecify.annotations.NullMarked;
