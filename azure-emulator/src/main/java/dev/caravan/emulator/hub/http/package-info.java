/** The hubs under HTTPS: devices that hold no connection, and the service's errors as a status, a header and a body. */
@NullMarked
package dev.caravan.emulator.hub.http;

import org.jspecify.annotations.NullMarked;
