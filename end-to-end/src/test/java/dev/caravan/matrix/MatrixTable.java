package dev.caravan.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix in Markdown: one table for each side of Azure, and below it why a cell is empty. */
final class MatrixTable {

    private final StringBuilder text = new StringBuilder();

    private MatrixTable() {}

    private record Column(Judge judge, Transport transport) {

        String title() {
            return judge.title() + " " + transport.title();
        }
    }

    static String markdown() {
        var table = new MatrixTable();
        for (var plane : Plane.values()) {
            if (!plane.scenarios().isEmpty()) {
                table.write(plane);
            }
        }
        return table.text.toString();
    }

    private void write(Plane plane) {
        var columns = Stream.of(Judge.values())
                .flatMap(judge -> plane.transports().stream().map(transport -> new Column(judge, transport)))
                .toList();
        List<String> reasons = new ArrayList<>();
        text.append("\n### ").append(plane.title()).append("\n\n");
        row("", columns.stream().map(Column::title).toList());
        row("---", columns.stream().map(column -> ":-:").toList());
        for (var scenario : plane.scenarios()) {
            row(
                    scenario.title(),
                    columns.stream()
                            .map(column -> mark(scenario, column, reasons))
                            .toList());
        }
        text.append('\n');
        for (var i = 0; i < reasons.size(); i++) {
            text.append('(').append(i + 1).append(") ").append(reasons.get(i)).append("  \n");
        }
    }

    private static String mark(Scenario scenario, Column column, List<String> reasons) {
        return new Cell(column.judge(), scenario, column.transport())
                .unable()
                .map(reason -> "(" + number(reason, reasons) + ")")
                .orElse("✓");
    }

    private static int number(String reason, List<String> reasons) {
        if (!reasons.contains(reason)) {
            reasons.add(reason);
        }
        return reasons.indexOf(reason) + 1;
    }

    private void row(String head, List<String> cells) {
        text.append("| ")
                .append(head)
                .append(" | ")
                .append(cells.stream().collect(Collectors.joining(" | ")))
                .append(" |\n");
    }
}
