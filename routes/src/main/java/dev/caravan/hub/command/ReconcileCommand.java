package dev.caravan.hub.command;

import java.io.PrintStream;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** Has the running hub compare its ledger with DPS, and prints what differs. */
final class ReconcileCommand implements Command {

    private static final String RUNS = "/reconciliations";
    private static final int DIFFERENCES = 1;

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public String arguments() {
        return "[--repair | --last]";
    }

    @Override
    public String purpose() {
        return "compares the ledger with DPS, through the running hub; --last shows the last time again";
    }

    @Override
    public Set<String> options() {
        return Set.of("repair", "last");
    }

    /** @return 0 if nothing differs (any more), 1 if something does, 2 if not everything was compared */
    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        if (!given.getNonOptionArgs().isEmpty() || given.containsOption("repair") && given.containsOption("last")) {
            throw new BadCommandLineException("--repair or --last, or nothing");
        }
        var hub = HubClient.of(HubFolders.of(configuration).data());
        var watch = new RunWatch(hub, RUNS, out);
        var run = watch.untilItsEnd(
                given.containsOption("last")
                        ? hub.get(RUNS + "/latest?limit=1000")
                        : hub.post(RUNS + "?repair=" + given.containsOption("repair"), ""));
        var open = new FindingTable(watch, out).print(run);
        out.println("Run " + run.path("id").asLong() + ": " + run.path("detail").asText());
        if (!run.path("state").asText().equals("COMPLETE")) {
            return Commands.FAILED;
        }
        return open > 0 ? DIFFERENCES : 0;
    }
}
