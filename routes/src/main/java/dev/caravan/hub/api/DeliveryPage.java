package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Deliveries in the order of their events. */
@Schema(description = "deliveries in the order of their events")
public record DeliveryPage(
        List<DeliveryView> items,

        @Schema(description = "'after' of the next page; absent on the last one") @Nullable
        String next) {}
