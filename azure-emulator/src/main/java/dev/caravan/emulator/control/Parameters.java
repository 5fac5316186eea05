package dev.caravan.emulator.control;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.http.Call;

/** Numbers among the query parameters of a call. */
final class Parameters {

    private Parameters() {}

    /** @throws IllegalArgumentException that names the parameter, when it is anything else */
    static int atLeastZero(Call call, String name, int otherwise) {
        try {
            var number = call.parameter(name).map(Integer::parseInt).orElse(otherwise);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(name, notANumber);
        }
        throw wrong(name, null);
    }

    private static IllegalArgumentException wrong(String name, @Nullable Throwable cause) {
        return new IllegalArgumentException(name + " must be a whole number, not negative", cause);
    }
}
