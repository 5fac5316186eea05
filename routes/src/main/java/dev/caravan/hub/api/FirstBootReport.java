package dev.caravan.hub.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.IntStream;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.registration.Report;

/** First boots that a gateway has seen. */
public record FirstBootReport(
        @Schema(description = "1 to 1000", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        List<Item> firstBoots) {

    private static final int MOST = 1000;
    private static final int LONGEST_HUB = 255;

    /** One first boot. */
    public record Item(
            @Schema(example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String board,

            @Schema(
                    description = "host name of the IoT Hub that DPS has assigned",
                    example = "plant-a.azure-devices.net",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String iotHub,

            @Schema(
                    description = "when DPS answered, by the gateway's clock",
                    example = "2026-03-02T10:00:00Z",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String at) {

        private Report report(int index) {
            var place = "field 'firstBoots[" + index + "]";
            if (iotHub == null || iotHub.isBlank() || iotHub.length() > LONGEST_HUB) {
                throw ApiJson.invalid(place + ".iotHub' must be the host name of an IoT Hub, but is "
                        + (iotHub == null ? "missing" : ApiJson.write(iotHub)));
            }
            try {
                return new Report(BoardGuid.parse(String.valueOf(board)), iotHub, Instant.parse(String.valueOf(at)));
            } catch (DateTimeParseException wrong) {
                throw ApiJson.invalid(place + ".at' must be a time such as 2026-03-02T10:00:00Z, but is '" + at + "'");
            } catch (IllegalArgumentException wrong) {
                throw ApiJson.invalid(place + ".board' " + wrong.getMessage() + ", but is '" + board + "'");
            }
        }
    }

    /** Checked, all of them before any is taken. */
    List<Report> checked() {
        if (firstBoots == null || firstBoots.isEmpty() || firstBoots.size() > MOST) {
            throw ApiJson.invalid("field 'firstBoots' must have 1 to " + MOST + " items, but has "
                    + (firstBoots == null ? "none" : firstBoots.size()));
        }
        var items = firstBoots;
        return IntStream.range(0, items.size())
                .mapToObj(index -> items.get(index).report(index))
                .toList();
    }
}
