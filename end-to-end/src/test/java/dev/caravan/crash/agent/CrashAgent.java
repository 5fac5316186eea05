package dev.caravan.crash.agent;

import java.lang.instrument.Instrumentation;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

/** Does a deed when a method is entered, or has returned, for the n-th time in this process. */
public final class CrashAgent {

    /** Exit status when there is nothing to lie in wait for. */
    public static final int NO_SUCH_METHOD = 3;

    private static final int TYPE = 0;
    private static final int METHOD = 1;
    private static final int WHEN = 2;
    private static final int TIMES = 3;
    private static final int DEED = 4;

    private CrashAgent() {}

    /** @param argument class, method, {@code before} or {@code after}, n, and {@code end} or {@code pause}, with commas between them */
    public static void premain(String argument, Instrumentation instrumentation) {
        var parts = argument.split(",");
        Crash.prepare(Integer.parseInt(parts[TIMES]), parts[DEED].equals("pause"));
        var advice = Advice.to(parts[WHEN].equals("before") ? Before.class : After.class);
        ElementMatcher<MethodDescription> method = named(parts[METHOD]);
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .ignore(not(nameStartsWith("dev.caravan.")))
                .type(named(parts[TYPE]))
                .transform((builder, type, loader, module, domain) -> {
                    require(type, method, parts[METHOD]);
                    return builder.visit(advice.on(method));
                })
                .installOn(instrumentation);
    }

    /** A method that was renamed would never be called: the test must say so, and not wait for it. */
    private static void require(TypeDescription type, ElementMatcher<MethodDescription> method, String name) {
        if (type.getDeclaredMethods().filter(method).isEmpty()) {
            System.err.println(
                    "crash agent: " + type.getName() + " has no method " + name + "; its test must name another");
            Runtime.getRuntime().halt(NO_SUCH_METHOD);
        }
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
