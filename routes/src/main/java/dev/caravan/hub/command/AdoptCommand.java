package dev.caravan.hub.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** Has the running hub take over the boards that DPS has, with the certificates of a folder. */
final class AdoptCommand implements Command {

    private static final String RUNS = "/adoptions";
    private static final int NOT_ALL = 1;

    @Override
    public String name() {
        return "adopt";
    }

    @Override
    public String arguments() {
        return "FOLDER [--apply]";
    }

    @Override
    public String purpose() {
        return "takes over boards that DPS has, with the certificates (<guid>.pem) in FOLDER; without --apply it only says how";
    }

    @Override
    public Set<String> options() {
        return Set.of("apply");
    }

    /** @return 0 if all boards that DPS has are known or (would be) adopted, 1 if some are not, 2 if not all were seen */
    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var folder = Path.of(OneWord.of(given, "the folder with the boards' certificates"));
        var hub = HubClient.of(HubFolders.of(configuration).data());
        var watch = new RunWatch(hub, RUNS, out);
        var run = watch.untilItsEnd(hub.post(
                RUNS,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("folder", folder.toAbsolutePath().normalize().toString())
                        .put("apply", given.containsOption("apply"))
                        .toString()));
        var open = new FindingTable(watch, out).print(run);
        out.println("Run " + run.path("id").asLong() + ": " + run.path("detail").asText());
        if (!given.containsOption("apply")) {
            out.println(
                    "Nothing was changed. With --apply the boards go into the ledger; DPS is not changed in either case");
        }
        if (!run.path("state").asText().equals("COMPLETE")) {
            return Commands.FAILED;
        }
        return open > 0 ? NOT_ALL : 0;
    }
}
