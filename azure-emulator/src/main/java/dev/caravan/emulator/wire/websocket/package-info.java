/** Turns an HTTPS connection into a WebSocket and lets another wire protocol run inside its binary frames. */
@NullMarked
package dev.caravan.emulator.wire.websocket;

import org.jspecify.annotations.NullMarked;
