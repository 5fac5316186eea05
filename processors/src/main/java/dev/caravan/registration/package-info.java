/** First boots: DPS is asked whether activated boards have registered, less and less often; one that has is recorded once. */
@NullMarked
package dev.caravan.registration;

import org.jspecify.annotations.NullMarked;
