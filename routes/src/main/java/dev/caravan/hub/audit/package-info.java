/** Signs, every minute, how far the audit trail has come. */
@NullMarked
package dev.caravan.hub.audit;

import org.jspecify.annotations.NullMarked;
