/** The REST API, version 1: what ERP systems and people at a terminal may ask of the hub. */
@NullMarked
package dev.caravan.hub.api;

import org.jspecify.annotations.NullMarked;
