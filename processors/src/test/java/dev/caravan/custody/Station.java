package dev.caravan.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A flashing station: its key, made by openssl in its own folder, and the certificate that it gives away. */
record Station(Path key, Path certificate) {

    static Station onCurve(Path folder, String curve, String... options) throws IOException {
        return make(folder, List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + curve), options);
    }

    static Station withRsa(Path folder, int bits, String... options) throws IOException {
        return make(folder, List.of("-newkey", "rsa:" + bits), options);
    }

    static Station make(Path folder, List<String> newKey, String... options) throws IOException {
        Files.createDirectories(folder);
        var station = new Station(folder.resolve("station.key"), folder.resolve("station.pem"));
        var command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-subj", "/CN=" + folder.getFileName()));
        command.addAll(newKey);
        command.addAll(List.of("-keyout", "" + station.key, "-out", "" + station.certificate, "-days", "30"));
        Stream.of(options).forEach(command::add);
        Openssl.run(command.toArray(String[]::new));
        return station;
    }

    /** What was sealed for it. */
    byte[] open(Path file) throws IOException {
        return Openssl.run(
                "cms", "-decrypt", "-inform", "PEM", "-in", "" + file, "-inkey", "" + key, "-recip", "" + certificate);
    }
}
