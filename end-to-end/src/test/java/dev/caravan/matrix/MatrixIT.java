package dev.caravan.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.Assumptions.abort;

/** The vendor's SDKs, unchanged, against the packaged emulator: they must not be able to tell it from Azure. */
@Tag("full")
class MatrixIT {

    /** {@code -Dcaravan.matrix.judges=NODE} leaves out the others. */
    private static final List<Judge> JUDGES = Arrays.stream(Judge.values())
            .filter(judge ->
                    System.getProperty("caravan.matrix.judges", judge.name()).contains(judge.name()))
            .toList();

    private static Stage stage;
    private static Matrix matrix;

    @BeforeAll
    static void start() {
        stage = Stage.open();
        matrix = Matrix.start(stage, JUDGES);
    }

    @AfterAll
    static void stop() {
        if (matrix != null) {
            matrix.close();
        }
        stage.close();
    }

    @TestFactory
    Stream<DynamicNode> everyJudgeSeesTheRightThing() {
        return JUDGES.stream()
                .map(judge -> DynamicContainer.dynamicContainer(
                        judge.title(),
                        Cell.of(judge)
                                .filter(cell -> cell.unable().isEmpty())
                                .map(cell -> DynamicTest.dynamicTest(cell.title(), () -> check(cell)))));
    }

    private static void check(Cell cell) {
        cell.forbidden().ifPresent(why -> skip(cell, why));
        cell.missing(stage).ifPresent(why -> {
            if (System.getenv("CI") != null) {
                throw new AssertionError("not played: " + why);
            }
            skip(cell, why);
        });
        matrix.check(cell);
    }

    private static void skip(Cell cell, String why) {
        System.err.println("MatrixIT: " + cell.id() + " is not played: " + why);
        abort(why);
    }
}
