package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

import dev.caravan.crash.agent.Crash;
import dev.caravan.crash.agent.CrashAgent;
import dev.caravan.story.plant.Project;

import static net.bytebuddy.matcher.ElementMatchers.named;

/**
 * Ends a hub at a {@link Moment}, or has it stand still there: an agent made of a few test classes, and one class of the
 * hub with a call in it. The class is changed here, because to do it in the hub would make each start a fifth longer.
 */
final class Trap {

    private static final List<String> AGENT = List.of("Crash", "CrashAgent", "CrashAgent$1");

    private final Path folder;
    private final ClassFileLocator classes;

    private Trap(Path folder, ClassFileLocator classes) {
        this.folder = folder;
        this.classes = classes;
    }

    static Trap in(Path folder) throws IOException {
        var processors = Project.find().root().resolve("processors/target/classes");
        var trap = new Trap(
                Files.createDirectories(folder),
                new ClassFileLocator.Compound(
                        new ClassFileLocator.ForFolder(processors.toFile()),
                        ClassFileLocator.ForClassLoader.ofSystemLoader()));
        try (var out = new JarOutputStream(Files.newOutputStream(trap.jar()), manifest())) {
            for (var name : AGENT) {
                var entry = Crash.class.getPackageName().replace('.', '/') + "/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var bytes = Crash.class.getResourceAsStream(name + ".class")) {
                    bytes.transferTo(out);
                }
            }
        }
        return trap;
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", CrashAgent.class.getName());
        return manifest;
    }

    private Path jar() {
        return folder.resolve("crash-agent.jar");
    }

    /** The options of a hub that ends there as if it was killed. */
    List<String> kill(Moment moment) {
        return option(moment, "end");
    }

    /** The options of a hub that stands still there until it gets SIGCONT. */
    List<String> pause(Moment moment) {
        return option(moment, "pause");
    }

    private List<String> option(Moment moment, String deed) {
        var file = folder.resolve(moment.type() + "-" + moment.method() + "-" + moment.when() + ".class");
        try {
            Files.write(file, changed(moment));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
        return List.of("-javaagent:" + jar() + "="
                + String.join(",", moment.type(), file.toString(), String.valueOf(moment.times()), deed));
    }

    private byte[] changed(Moment moment) {
        ElementMatcher<MethodDescription> method = named(moment.method());
        var type = TypePool.Default.of(classes).describe(moment.type()).resolve();
        // One that was renamed would never be called, and the test would wait for it.
        if (type.getDeclaredMethods().filter(method).isEmpty()) {
            throw new AssertionError(moment.type() + " has no method " + moment.method() + ": name another");
        }
        var advice = Advice.to(moment.when().equals("before") ? Before.class : After.class);
        return new ByteBuddy()
                .redefine(type, classes)
                .visit(advice.on(method))
                .make()
                .getBytes();
    }

    /** Copied into the method. */
    static final class Before {
        private Before() {}

        @Advice.OnMethodEnter
        static void enter() {
            Crash.here();
        }
    }

    /** Copied into the method; not when it throws. */
    static final class After {
        private After() {}

        @Advice.OnMethodExit
        static void exit() {
            Crash.here();
        }
    }
}
