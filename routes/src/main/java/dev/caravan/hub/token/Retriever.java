package dev.caravan.hub.token;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;

import javax.net.ssl.SSLContext;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;

/** Reads an issuer's documents on the hub's way out: through its proxy, trusting its authorities, and not for long. */
public final class Retriever implements ResourceRetriever {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 5_000;
    private static final int MOST_BYTES = 256 * 1024;

    private final DefaultResourceRetriever https;

    public Retriever(Proxy proxy, SSLContext trust) {
        this.https =
                new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES, true, trust.getSocketFactory());
        https.setProxy(proxy);
    }

    @Override
    public Resource retrieveResource(URL address) throws IOException {
        return https.retrieveResource(address);
    }
}
