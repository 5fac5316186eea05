package dev.caravan.certificate;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Collections;

/**
 * Loads Amazon Corretto Crypto Provider from the jar made for this machine.
 *
 * <p>The jars for x86-64 and aarch64 hold the same classes, and a native library of the same name. Left to the class
 * path, whichever jar stands first would win on both machines, so each library's ELF header is looked at.
 */
final class CorrettoProvider {

    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    static final String LIBRARY = "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";

    private static final int ELF_MACHINE = 18;

    private CorrettoProvider() {}

    static Provider load() throws Exception {
        var ours = CorrettoProvider.class.getClassLoader();
        return load(ours, System.getProperty("os.arch"));
    }

    static Provider load(ClassLoader classPath, String architecture) throws Exception {
        var library = libraryFor(classPath, architecture);
        var loader = library.equals(classPath.getResource(LIBRARY)) ? classPath : alone(library);
        var type = Class.forName(PROVIDER, true, loader);
        var provider = (Provider) type.getField("INSTANCE").get(null);
        type.getMethod("assertHealthy").invoke(provider);
        return provider;
    }

    static URL libraryFor(ClassLoader classPath, String architecture) throws IOException, GeneralSecurityException {
        int machine = machineOf(architecture);
        for (var library : Collections.list(classPath.getResources(LIBRARY))) {
            try (var content = library.openStream()) {
                var header = content.readNBytes(ELF_MACHINE + 2);
                if (header.length > ELF_MACHINE && (header[ELF_MACHINE] & 0xff) == machine) {
                    return library;
                }
            }
        }
        throw new GeneralSecurityException("there is no native library for " + architecture);
    }

    private static int machineOf(String architecture) throws GeneralSecurityException {
        return switch (architecture) {
            case "amd64", "x86_64" -> 0x3e;
            case "aarch64" -> 0xb7;
            default -> throw new GeneralSecurityException("it is not made for " + architecture);
        };
    }

    /** A loader that sees only the jar of this library; it lives as long as the process. */
    private static ClassLoader alone(URL library) throws MalformedURLException {
        var text = library.toExternalForm();
        var jar = new URL(text.substring(0, text.length() - LIBRARY.length()));
        return new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    }
}
