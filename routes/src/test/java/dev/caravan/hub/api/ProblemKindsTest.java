package dev.caravan.hub.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.caravan.hub.api.Problem.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemKindsTest {

    private static final Path PAGE = Path.of("..", "docs", "problems.md");
    private static final String BEGIN = "|---|---|---|\n";

    @Test
    void pageNamesEachTypeWithItsStatusAndTitle() throws Exception {
        var page = Files.readString(PAGE);
        var table = Arrays.stream(Kind.values())
                .map(kind -> Problem.of(kind, ""))
                .sorted(Comparator.comparing(Problem::status).thenComparing(Problem::type))
                .map(problem -> "| `" + problem.type().substring("urn:caravan:problem:".length()) + "` | "
                        + problem.status() + " | " + problem.title() + " |\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("caravan.problems.write")) {
            Files.writeString(PAGE, page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table);
        }

        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length()))
                .as("docs/problems.md. A type that callers know must stay; for a new one write the table anew:"
                        + " -Dcaravan.problems.write=true -Dtest=ProblemKindsTest")
                .isEqualTo(table);
    }
}
