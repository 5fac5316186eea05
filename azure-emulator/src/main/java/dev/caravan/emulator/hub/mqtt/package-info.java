/** The hubs' devices over MQTT: topics, property bags, subscriptions, and what of it outlives a connection. */
@NullMarked
package dev.caravan.emulator.hub.mqtt;

import org.jspecify.annotations.NullMarked;
