/** The hub's way out to Azure: proxy and trust anchors, which the Azure client has no setting for. */
@NullMarked
package dev.caravan.hub.outbound;

import org.jspecify.annotations.NullMarked;
