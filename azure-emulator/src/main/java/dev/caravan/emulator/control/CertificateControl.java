package dev.caravan.emulator.control;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.access.Authorities;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/**
 * The authorities that a service or a hub takes as verified. On Azure an administrator uploads them and proves that he
 * has the key; that proof is the one thing nobody needs to play here.
 */
public final class CertificateControl {

    private final VerifiedCertificates ofService;
    private final Hubs hubs;

    /** Control over those of the service, and of each hub. */
    public CertificateControl(VerifiedCertificates ofService, Hubs hubs) {
        this.ofService = ofService;
        this.hubs = hubs;
    }

    void addTo(Routes<Work> routes) {
        routes.add("GET", "/dps/certificates", (call, ids) -> Answer.json(200, ofService.show()))
                .add("GET", "/dps/certificates/{name}", (call, ids) -> one(ofService.show(), ids.get(0)))
                .add("PUT", "/dps/certificates/{name}", (call, ids) -> {
                    return Answer.json(200, ofService.put(ids.get(0), text(call)));
                })
                .add("DELETE", "/dps/certificates/{name}", (call, ids) -> gone(ofService.remove(ids.get(0))))
                .add("GET", "/hubs/{hub}/certificates", (call, ids) -> Answer.json(200, show(ids)))
                .add("GET", "/hubs/{hub}/certificates/{name}", (call, ids) -> one(show(ids), ids.get(1)))
                .add("PUT", "/hubs/{hub}/certificates/{name}", this::put)
                .add("DELETE", "/hubs/{hub}/certificates/{name}", (call, ids) -> {
                    return gone(ofHub(ids).remove(ids.get(1)));
                });
    }

    private Answer put(Call call, List<String> ids) {
        ofHub(ids).put(ids.get(1), text(call));
        return one(show(ids), ids.get(1));
    }

    private static String text(Call call) {
        return new String(call.body(), StandardCharsets.UTF_8);
    }

    private Authorities ofHub(List<String> ids) {
        return HubName.find(hubs, ids.get(0)).authorities();
    }

    private ObjectNode show(List<String> ids) {
        var shown = Json.object();
        new TreeMap<>(ofHub(ids).all()).forEach((name, certificate) -> shown.set(name, info(certificate)));
        return shown;
    }

    private static ObjectNode info(X509Certificate certificate) {
        try {
            return EnrolledCertificate.ofDer(certificate.getEncoded()).info();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Answer one(ObjectNode all, String name) {
        return all.has(name) ? Answer.json(200, all.get(name)) : ControlSite.error(404, "no such certificate");
    }

    private static Answer gone(boolean removed) {
        return removed ? Answer.empty(204) : ControlSite.error(404, "no such certificate");
    }
}
