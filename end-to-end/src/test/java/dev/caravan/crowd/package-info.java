/** Thousands of boards that register over MQTT, each with its own certificate and its own right answer. */
package dev.caravan.crowd;
