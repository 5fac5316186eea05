package dev.caravan.gateway.report;

import java.time.Instant;

import dev.caravan.gateway.board.BoardGuid;

/**
 * That a board has registered.
 *
 * @param iotHub the one that the provisioning service has assigned
 * @param at when it answered, by this machine's clock
 */
record FirstBoot(BoardGuid board, String iotHub, Instant at) {}
