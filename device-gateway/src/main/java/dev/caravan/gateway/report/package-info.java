/** Reports of first boots to Caravan's hub: kept until the hub has them, each signed with the gateway's own key. */
@NullMarked
package dev.caravan.gateway.report;

import org.jspecify.annotations.NullMarked;
