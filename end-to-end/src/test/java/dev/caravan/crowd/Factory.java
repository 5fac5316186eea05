package dev.caravan.crowd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.caravan.matrix.Identity;
import dev.caravan.matrix.Provisioning;
import dev.caravan.matrix.Trust;
import dev.caravan.story.plant.AzureEndpoints;

/** Enrolls the boards, and switches them on. */
final class Factory {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The most that DPS takes in one call. */
    private static final int BULK = 10;

    private final AzureEndpoints endpoints;
    private final Trust trust;
    private final Provisioning dps;
    private final InetSocketAddress mqtt;

    Factory(AzureEndpoints endpoints, Path folder) throws IOException {
        this.endpoints = endpoints;
        trust = Trust.in(Path.of(endpoints.caCertificate()));
        dps = new Provisioning(
                endpoints,
                Files.readString(Path.of(endpoints.connectionStringFile())).strip(),
                trust);
        var address = JSON.readTree(folder.resolve("endpoints.json").toFile()).required("mqtt");
        mqtt = new InetSocketAddress(
                address.required("host").asText(), address.required("port").asInt());
    }

    /** Those that are to be enrolled; a few calls at once. */
    Duration enroll(List<Board> boards, Identity authority) {
        var begin = System.nanoTime();
        IntStream.range(0, (boards.size() + BULK - 1) / BULK)
                .parallel()
                .mapToObj(chunk -> boards.subList(chunk * BULK, Math.min(boards.size(), (chunk + 1) * BULK)))
                .forEach(chunk -> enrollChunk(chunk, authority));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void enrollChunk(List<Board> chunk, Identity authority) {
        var enrollments = JSON.createArrayNode();
        chunk.stream()
                .map(board -> board.enrollment(authority))
                .flatMap(Optional::stream)
                .forEach(enrollments::add);
        dps.bulkCreate(enrollments);
    }

    Crowd.Result register(List<Board> boards, int atOnce) {
        try (var line = new Line(mqtt, endpoints.globalEndpoint(), trust.managers())) {
            return new Crowd(line, endpoints.idScope(), atOnce).register(boards);
        }
    }
}
