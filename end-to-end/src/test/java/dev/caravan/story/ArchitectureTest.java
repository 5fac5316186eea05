package dev.caravan.story;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.story.plant.Project;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The arrows of the design, looked up in the compiled classes of every module. */
class ArchitectureTest {

    private static final Map<Module, JavaClasses> CLASSES = new EnumMap<>(Module.class);

    /** A module, and the one module of ours that it may know. */
    enum Module {
        PROCESSORS("processors"),
        ROUTES("routes", PROCESSORS),
        DEVICE_LIBRARY("device-library"),
        DEVICE_GATEWAY("device-gateway", DEVICE_LIBRARY),
        AZURE_EMULATOR("azure-emulator"),
        AZURE_EMULATOR_JUNIT5("azure-emulator-junit5", AZURE_EMULATOR),
        BENCHMARKS("benchmarks", PROCESSORS, AZURE_EMULATOR),
        END_TO_END("end-to-end");

        private final String folder;
        private final List<Module> known;

        Module(String folder, Module... known) {
            this.folder = folder;
            this.known = List.of(known);
        }

        private JavaClasses classes() {
            return CLASSES.get(this);
        }

        private boolean mayUse(JavaClass used) {
            return Stream.concat(Stream.of(this), known.stream())
                    .anyMatch(module -> module.classes().contain(outermost(used)));
        }
    }

    private static String outermost(JavaClass type) {
        var name = type.getBaseComponentType().getName();
        var nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @BeforeAll
    static void importClasses() {
        var root = Project.find().root();
        for (var module : Module.values()) {
            var classes = new ClassFileImporter()
                    .importPath(root.resolve(module.folder).resolve("target/classes"));
            assertThat(classes).as("compiled classes of " + module.folder).hasSizeGreaterThan(5);
            CLASSES.put(module, classes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void moduleKnowsOnlyTheModuleThatTheDesignAllows(Module module) {
        var stranger =
                new DescribedPredicate<JavaClass>("a class of ours in a module that " + module + " may not know") {
                    @Override
                    public boolean test(JavaClass used) {
                        return outermost(used).startsWith("dev.caravan.") && !module.mayUse(used);
                    }
                };
        noClasses()
                .should()
                .dependOnClassesThat(stranger)
                .because(
                        "routes know processors, the gateway knows the device library, the emulator's JUnit module the"
                                + " emulator, and nobody knows anybody else: above all the emulator shares no code with the product")
                .check(module.classes());
    }

    @ParameterizedTest
    @EnumSource
    void packagesOfAModuleFormNoCycle(Module module) {
        slices().matching("dev.caravan.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package that cannot be understood without its neighbour is no package of its own")
                .check(module.classes());
    }

    @Test
    void deviceLibraryKnowsNeitherCamelNorSpring() {
        mustNotKnow(Module.DEVICE_LIBRARY, "any Java device can use it", "org.apache.camel..", "org.springframework..");
    }

    @Test
    void stepsOfTheHubKnowNeitherRoutesNorServer() {
        mustNotKnow(
                Module.PROCESSORS,
                "a step is plain Java that a test can call",
                "org.apache.camel..",
                "org.springframework.boot..",
                "org.springframework.web..",
                "jakarta.servlet..",
                "com.sun.net.httpserver..");
    }

    @Test
    void onlyTheEnrollmentPackageTalksToDps() {
        classes()
                .that(usesThe("com.microsoft.azure.sdk.iot.provisioning.service.."))
                .should()
                .resideInAPackage("dev.caravan.enrollment")
                .because("one quota, one set of failures and one read-back hold only where there is one way to DPS")
                .check(Module.PROCESSORS.classes());
        mustNotKnow(Module.ROUTES, "the way to DPS is enrollment", "com.microsoft.azure..");
    }

    @Test
    void onlyTheRegistryPackageTalksToIotHubs() {
        classes()
                .that(usesThe("com.microsoft.azure.sdk.iot.service.."))
                .should()
                .resideInAPackage("dev.caravan.registry")
                .because("one budget and one set of failures for each hub hold only where there is one way to it")
                .check(Module.PROCESSORS.classes());
    }

    @Test
    void emulatorIsNotMadeOfTheSdksThatItJudges() {
        mustNotKnow(
                Module.AZURE_EMULATOR,
                "what the product's SDKs get wrong must not be wrong here in the same way",
                "com.microsoft.azure..",
                "org.apache.camel..",
                "org.springframework..");
    }

    @Test
    void endToEndKnowsTheProgramsOnlyOverTheWire() {
        mustNotKnow(
                Module.END_TO_END,
                "it sees what a user sees",
                "com.microsoft.azure..",
                "org.apache.camel..",
                "org.springframework..");
    }

    private static DescribedPredicate<JavaClass> usesThe(String packages) {
        return new DescribedPredicate<>("use " + packages) {
            @Override
            public boolean test(JavaClass type) {
                return type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> resideInAPackage(packages).test(use.getTargetClass()));
            }
        };
    }

    private static void mustNotKnow(Module module, String because, String... packages) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(because)
                .check(module.classes());
    }
}
