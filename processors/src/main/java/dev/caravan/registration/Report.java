package dev.caravan.registration;

import java.time.Instant;

import dev.caravan.board.BoardGuid;

/**
 * What a gateway says it has seen: DPS gave the board this IoT Hub.
 *
 * @param at when, by the gateway's clock
 */
public record Report(BoardGuid board, String iotHub, Instant at) {}
