package dev.caravan.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** All judges at work against one emulator, each in processes of its own. */
final class Matrix implements AutoCloseable {

    private static final int HANDS = 8;
    private static final long LIMIT_SECONDS = 240;

    private final Stage stage;
    private final Map<Cell, Play> plays = new LinkedHashMap<>();
    private final List<JudgeProcess> processes = new ArrayList<>();
    private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);

    private Matrix(Stage stage) {
        this.stage = stage;
    }

    /** Sets the stage for every cell that can be played, and tells the judges; returns while they play. */
    static Matrix start(Stage stage, List<Judge> judges) {
        var matrix = new Matrix(stage);
        try {
            matrix.prepare(judges);
            matrix.play(judges);
            return matrix;
        } catch (RuntimeException failure) {
            matrix.close();
            throw failure;
        }
    }

    private void prepare(List<Judge> judges) {
        Map<Cell, Future<ObjectNode>> given = new LinkedHashMap<>();
        judges.stream()
                .flatMap(Cell::of)
                .filter(cell -> cell.unable().isEmpty())
                .filter(cell -> cell.forbidden().isEmpty())
                .filter(cell -> cell.missing(stage).isEmpty())
                .forEach(cell -> given.put(
                        cell, hands.submit(() -> cell.scenario().script().given(cell, stage))));
        given.forEach((cell, document) -> plays.put(cell, new Play(cell, await(document), stage)));
    }

    private void play(List<Judge> judges) {
        for (var judge : judges) {
            for (var program : judge.sdks().programs(stage)) {
                var mine = plays.values().stream()
                        .filter(play -> play.cell().judge() == judge)
                        .filter(play -> program.plays().test(play.cell()))
                        .toList();
                if (!mine.isEmpty()) {
                    processes.add(JudgeProcess.start(program, mine, stage, hands));
                }
            }
        }
    }

    /** Those that are played. */
    Stream<Cell> cells() {
        return plays.keySet().stream();
    }

    /** Waits until the cell is played, and fails when it went wrong. */
    void check(Cell cell) {
        plays.get(cell).check(LIMIT_SECONDS);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the stage is not set: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        processes.forEach(JudgeProcess::close);
        hands.shutdownNow();
    }
}
