package dev.caravan.crash.agent;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

import static net.bytebuddy.matcher.ElementMatchers.named;

/** Ends the process when a method is entered, or has returned, for the n-th time since a file is there. */
public final class CrashAgent {

    private static final int FILE = 0;
    private static final int TYPE = 1;
    private static final int METHOD = 2;
    private static final int WHEN = 3;
    private static final int TIMES = 4;

    private CrashAgent() {}

    /** @param argument file, class, method, {@code before} or {@code after}, and n, with commas between them */
    public static void premain(String argument, Instrumentation instrumentation) {
        var parts = argument.split(",");
        Crash.arm(Path.of(parts[FILE]), Integer.parseInt(parts[TIMES]));
        var advice = Advice.to(parts[WHEN].equals("before") ? Before.class : After.class);
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .type(named(parts[TYPE]))
                .transform((builder, type, loader, module, domain) -> builder.visit(advice.on(named(parts[METHOD]))))
                .installOn(instrumentation);
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
