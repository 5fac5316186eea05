/** HTTP as outsiders speak it: to the hub, to the gateway, and to the emulator's control port. */
@NullMarked
package dev.caravan.story.wire;

import org.jspecify.annotations.NullMarked;
