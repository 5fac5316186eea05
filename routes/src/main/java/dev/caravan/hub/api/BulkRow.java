package dev.caravan.hub.api;

import org.jspecify.annotations.Nullable;

/**
 * One board of a request as it was read.
 *
 * @param number its place, from 1
 * @param guid as it was asked for; null if it was not
 * @param json of a {@link BulkItem}, perhaps
 * @param first number of the row that asks for the same board before; its own number if there is none
 */
record BulkRow(int number, @Nullable String guid, String json, int first) {

    boolean isRepeated() {
        return first < number;
    }
}
