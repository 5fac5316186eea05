package dev.caravan.handbook;

import java.util.Comparator;
import java.util.Locale;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMethod;

/**
 * One row of the ledger.
 *
 * @param evidence seen, documented, inferred or stricter
 * @param test the test that pins it
 */
record Behaviour(Chapter chapter, String evidence, String behaviour, String source, JavaMethod test) {

    /** What one test class pins stays together. */
    static final Comparator<Behaviour> ORDER = Comparator.comparing(Behaviour::chapter)
            .thenComparing(Behaviour::testClass)
            .thenComparing(each -> each.test().getName())
            .thenComparing(Behaviour::behaviour);

    static Behaviour of(JavaMethod test, JavaAnnotation<?> row) {
        return new Behaviour(
                Chapter.valueOf(constant(row, "area")),
                constant(row, "evidence").toLowerCase(Locale.ROOT),
                sentence((String) row.get("behaviour").orElseThrow()),
                (String) row.get("source").orElseThrow(),
                test);
    }

    private static String constant(JavaAnnotation<?> row, String member) {
        return ((JavaEnumConstant) row.get(member).orElseThrow()).name();
    }

    /** With its full stop, which some leave out. */
    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith(".'") ? text : text + ".";
    }

    String testClass() {
        return test.getOwner().getSimpleName();
    }

    String markdown() {
        return "| " + cell(behaviour) + " | " + evidence + " | " + cell(source) + " | [" + testClass() + "]("
                + "../azure-emulator/src/test/java/"
                + test.getOwner().getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java) " + test.getName()
                + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    @Override
    public String toString() {
        return testClass() + "." + test.getName() + ": " + behaviour + " (" + source + ")";
    }
}
