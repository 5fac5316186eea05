package dev.caravan.certificate;

import java.util.Arrays;
import java.util.List;

import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

import dev.caravan.board.BoardGuid;

/** The one common name of a subject, which must be the board's GUID: DPS compares it with the registrationId. */
final class SubjectGuid {

    private SubjectGuid() {}

    /** Requires the GUID as Azure will know it: in lower case. */
    static void require(X500Name subject, BoardGuid guid) {
        var found = only(subject);
        if (!found.equals(guid.value())) {
            throw new RefusedKeyException("the common name must be the board's GUID in lower case, " + guid, found);
        }
    }

    /** As {@link #require}, in either letter case: for what only asks for a name. */
    static void requireInEitherCase(X500Name subject, BoardGuid guid) {
        var found = only(subject);
        if (!found.equalsIgnoreCase(guid.value())) {
            throw new RefusedKeyException("the common name must be the board's GUID, " + guid, found);
        }
    }

    /** The GUID that the one common name is. */
    static BoardGuid of(X500Name subject) {
        var found = only(subject);
        try {
            return BoardGuid.parse(found);
        } catch (IllegalArgumentException malformed) {
            throw new RefusedKeyException("the common name must be a board's GUID", found);
        }
    }

    private static String only(X500Name subject) {
        var names = commonNames(subject);
        if (names.size() != 1) {
            throw new RefusedKeyException("the subject must have exactly one common name, but has " + names.size());
        }
        try {
            return ((ASN1String) names.get(0).getValue()).getString();
        } catch (RuntimeException noText) {
            throw new RefusedKeyException("the common name must be text, but is not");
        }
    }

    /** The library reads parts of a name only when they are asked for, and throws what comes to its mind. */
    private static List<AttributeTypeAndValue> commonNames(X500Name subject) {
        try {
            return Arrays.stream(subject.getRDNs())
                    .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                    .filter(part -> part.getType().equals(BCStyle.CN))
                    .toList();
        } catch (RuntimeException garbage) {
            throw new RefusedKeyException("the subject must be a name (RFC 5280), but cannot be read");
        }
    }
}
