/** What the hub's program does from the command line instead of running the hub. */
@NullMarked
package dev.caravan.hub.command;

import org.jspecify.annotations.NullMarked;
