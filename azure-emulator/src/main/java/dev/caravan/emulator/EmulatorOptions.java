package dev.caravan.emulator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.Terms;
import dev.caravan.emulator.dps.allocation.LinkedHub;

/**
 * What an emulator is started with. A wrong value is refused on construction with an {@link IllegalArgumentException}
 * that names key and rule.
 *
 * @param out folder for the CA certificate, the connection strings and the end points; made when it is not there
 * @param dps short name of the service
 * @param hubs short names of the linked hubs, at least one
 * @param seed for everything random that is not a secret
 * @param hardships what goes wrong from the start on
 * @param snapshot restored at the start if it is there, written at the end; null: the state is forgotten
 * @param terms what is set for the provisioning service as a whole
 */
public record EmulatorOptions(
        Path out,
        String dps,
        List<String> hubs,
        String idScope,
        Network network,
        long seed,
        Hardships hardships,
        @Nullable Path snapshot,
        Terms terms) {

    /** The one name that all devices of the world register under. */
    static final String GLOBAL_HOST = "global.azure-devices-provisioning.net";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{1,48}[a-z0-9])");
    private static final Pattern SCOPE = Pattern.compile("0ne[0-9A-Fa-f]{8}");

    /** Checks names and scope. */
    public EmulatorOptions {
        hubs = List.copyOf(hubs);
        require(NAME.matcher(dps).matches(), "dps must be 3 to 50 lower-case letters, digits and dashes: " + dps);
        require(!hubs.isEmpty(), "hubs must name at least one hub");
        for (var hub : hubs) {
            require(NAME.matcher(hub).matches(), "hubs must be 3 to 50 lower-case letters, digits and dashes: " + hub);
        }
        require(hubs.stream().distinct().count() == hubs.size(), "hubs must be distinct: " + hubs);
        for (var weighed : terms.weights().keySet()) {
            require(hubs.contains(weighed), "hub-weights must name linked hubs only: " + weighed);
        }
        require(SCOPE.matcher(idScope).matches(), "id-scope must be 0ne and 8 hexadecimal digits: " + idScope);
    }

    /** The defaults, all on free ports of the loopback address. */
    public static EmulatorOptions in(Path out) {
        return new EmulatorOptions(
                out,
                "caravan-dps",
                List.of("plant-a", "plant-b"),
                "0ne00CA7A4A",
                Network.LOOPBACK,
                1,
                Hardships.NONE,
                null,
                Terms.USUAL);
    }

    /** The same with other hubs. */
    public EmulatorOptions withHubs(List<String> names) {
        return new EmulatorOptions(out, dps, names, idScope, network, seed, hardships, snapshot, terms);
    }

    /** The same, to be found elsewhere. */
    public EmulatorOptions withNetwork(Network other) {
        return new EmulatorOptions(out, dps, hubs, idScope, other, seed, hardships, snapshot, terms);
    }

    /** The same with another seed. */
    public EmulatorOptions withSeed(long other) {
        return new EmulatorOptions(out, dps, hubs, idScope, network, other, hardships, snapshot, terms);
    }

    /** The same with another measure of hardship. */
    public EmulatorOptions withHardships(Hardships other) {
        return new EmulatorOptions(out, dps, hubs, idScope, network, seed, other, snapshot, terms);
    }

    /** The same with a file that the state is restored from and written to. */
    public EmulatorOptions withSnapshot(Path file) {
        return new EmulatorOptions(out, dps, hubs, idScope, network, seed, hardships, file, terms);
    }

    /** The same with other settings of the provisioning service. */
    public EmulatorOptions withTerms(Terms other) {
        return new EmulatorOptions(out, dps, hubs, idScope, network, seed, hardships, snapshot, other);
    }

    List<LinkedHub> linkedHubs() {
        return hubs.stream().map(hub -> terms.link(hub, hostOf(hub))).toList();
    }

    String dpsHost() {
        return dps + ".azure-devices-provisioning.net";
    }

    List<String> hubHosts() {
        return hubs.stream().map(EmulatorOptions::hostOf).toList();
    }

    private static String hostOf(String hub) {
        return hub + ".azure-devices.net";
    }

    /** All names it answers for: the service, the global one, the hubs, in this order. */
    List<String> hosts() {
        List<String> names = new ArrayList<>(List.of(dpsHost(), GLOBAL_HOST));
        names.addAll(hubHosts());
        return names;
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
