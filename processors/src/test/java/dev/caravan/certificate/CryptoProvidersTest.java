package dev.caravan.certificate;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CryptoProvidersTest {

    static Provider absent() throws GeneralSecurityException {
        throw new GeneralSecurityException("the library is not there");
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void correttoSignsAndBouncyCastleChecksWhereItLoads() {
        var providers = CryptoProviders.choose();

        assertThat(providers.signer().getName()).isEqualTo("AmazonCorrettoCryptoProvider");
        assertThat(providers.verifiers()).extracting(Provider::getName).containsExactly("BC");
        assertThat(providers.choice())
                .startsWith("Amazon Corretto Crypto Provider 2.5")
                .contains("self-test passed");
    }

    @Test
    void bouncyCastleSignsAndSunEcChecksWhenCorrettoIsNotThere() {
        var providers = CryptoProviders.choose(CryptoProvidersTest::absent);

        assertThat(providers.signer().getName()).isEqualTo("BC");
        assertThat(providers.verifiers()).extracting(Provider::getName).containsExactly("SunEC", "SunRsaSign");
        assertThat(providers.choice()).startsWith("BouncyCastle signs").contains("the library is not there");
    }

    @Test
    void bouncyCastleSignsWhereItIsWishedFor() {
        var providers = CryptoProviders.choose(CryptoProviders.Wish.BOUNCY_CASTLE);

        assertThat(providers.signer().getName()).isEqualTo("BC");
        assertThat(providers.choice()).isEqualTo("BouncyCastle signs, as configured");
    }

    @Test
    void correttoThatIsWishedForAndDoesNotLoadIsReplacedByNobody() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> CryptoProviders.choose(CryptoProviders.Wish.CORRETTO, CryptoProvidersTest::absent))
                .withMessageStartingWith("caravan.certificate.provider is corretto, but ")
                .withMessageContaining("the library is not there")
                .withMessageEndingWith("say fastest to go on without it");
    }

    @Test
    void nativeLibraryThatDoesNotLinkIsNoCrash() {
        var providers = CryptoProviders.choose(() -> {
            throw new UnsatisfiedLinkError("wrong ELF class");
        });

        assertThat(providers.signer().getName()).isEqualTo("BC");
        assertThat(providers.choice()).contains("wrong ELF class");
    }

    @Test
    void orderOfTheJvmIsLeftAlone() {
        CryptoProviders.choose();

        assertThat(Security.getProvider("BC")).isNull();
        assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
    }

    @Test
    void libraryOfThisMachineIsTakenFromTheTwoThatHaveOneName() throws Exception {
        var classPath = getClass().getClassLoader();

        assertThat(CorrettoProvider.libraryFor(classPath, "amd64").toString()).contains("linux-x86_64.jar!");
        assertThat(CorrettoProvider.libraryFor(classPath, "aarch64").toString()).contains("linux-aarch_64.jar!");
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> CorrettoProvider.libraryFor(classPath, "riscv64"))
                .withMessageContaining("riscv64");
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void providerLoadsAlsoWhenTheOtherMachinesJarStandsFirst() throws Exception {
        var machine = System.getProperty("os.arch");
        var other = jarOf(machine.equals("aarch64") ? "amd64" : "aarch64");
        try (var classPath =
                new URLClassLoader(new URL[] {other, jarOf(machine)}, ClassLoader.getPlatformClassLoader())) {
            var first = Collections.list(classPath.getResources(CorrettoProvider.LIBRARY))
                    .get(0);
            assertThat(first.toString()).contains(other.toString());

            var provider = CorrettoProvider.load(classPath, machine);

            assertThat(provider.getService("Signature", "SHA256withECDSA")).isNotNull();
        }
    }

    private static URL jarOf(String architecture) throws Exception {
        var library = CorrettoProvider.libraryFor(CryptoProvidersTest.class.getClassLoader(), architecture);
        var path = library.getPath();
        return URI.create(path.substring(0, path.indexOf("!/"))).toURL();
    }
}
