/** The keys of gateway.yaml: each record checks its own values and says key, rule and value. */
@NullMarked
package dev.caravan.gateway.settings;

import org.jspecify.annotations.NullMarked;
