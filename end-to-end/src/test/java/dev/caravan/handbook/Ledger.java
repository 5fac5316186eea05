package dev.caravan.handbook;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import dev.caravan.story.plant.Project;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that the emulator's tests say by {@code @Fidelity}, looked up in their class files. */
record Ledger(List<Behaviour> behaviours) {

    private static final String ROW = "dev.caravan.emulator.fidelity.Fidelity";
    private static final List<String> EVIDENCE = List.of("seen", "documented", "inferred", "stricter");

    static Ledger read() {
        var folder = Project.find().root().resolve("azure-emulator/target/test-classes");
        assertThat(folder).as("the emulator's tests must have been compiled").isDirectory();
        return new Ledger(new ClassFileImporter()
                .importPath(folder).stream()
                        .flatMap(type -> type.getMethods().stream())
                        .flatMap(test -> rows(test).map(row -> Behaviour.of(test, row)))
                        .sorted(Behaviour.ORDER)
                        .toList());
    }

    private static Stream<JavaAnnotation<?>> rows(JavaMethod test) {
        return test.getAnnotations().stream().flatMap(annotation -> {
            var name = annotation.getRawType().getName();
            if (name.equals(ROW)) {
                return Stream.of(annotation);
            }
            return name.equals(ROW + "$Rows")
                    ? Stream.of((JavaAnnotation<?>[]) annotation.get("value").orElseThrow())
                    : Stream.empty();
        });
    }

    String markdown() {
        var text = new StringBuilder("\n").append(summary()).append('\n');
        var chapters = behaviours.stream()
                .collect(Collectors.groupingBy(Behaviour::chapter, TreeMap::new, Collectors.toList()));
        chapters.forEach((chapter, rows) -> {
            text.append("\n### ")
                    .append(chapter.title())
                    .append("\n\n| Behaviour | Known | Source | Pinned by |\n| --- | --- | --- | --- |\n");
            rows.forEach(row -> text.append(row.markdown()));
        });
        return text.append('\n').toString();
    }

    private String summary() {
        Map<String, Long> counts = behaviours.stream()
                .map(Behaviour::evidence)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return behaviours.size() + " behaviours: "
                + EVIDENCE.stream()
                        .map(each -> counts.getOrDefault(each, 0L) + " " + each)
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
