/** Whether the trail of what happened is still what was written: signed checkpoints, and the check against them. */
@NullMarked
package dev.caravan.audit;

import org.jspecify.annotations.NullMarked;
