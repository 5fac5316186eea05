/** MQTT 3.1.1 connections from a socket as sessions; knows packets and acknowledgements, no Azure topic. */
@NullMarked
package dev.caravan.emulator.wire.mqtt;

import org.jspecify.annotations.NullMarked;
