package dev.caravan.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import javax.naming.ldap.Rdn;

/**
 * What a board's certificate says about it beside the common name, which is its GUID. Empty: nothing.
 *
 * @param country two capital letters (ISO 3166)
 */
public record LeafSubject(
        String country, String state, String locality, String organization, String organizationalUnit) {

    private static final Pattern COUNTRY = Pattern.compile("([A-Z]{2})?");

    /** Upper bounds of RFC 5280, appendix A.1. */
    private static final int LONGEST_PLACE = 128;

    private static final int LONGEST_ORGANIZATION = 64;

    /** The common name alone. */
    public static final LeafSubject NOTHING_ELSE = new LeafSubject("", "", "", "", "");

    /** @throws IllegalArgumentException naming the key, the value and the rule */
    public LeafSubject {
        if (!COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException(
                    "caravan.certificate.leaf.subject.country must be two capital letters, but is '" + country + "'");
        }
        requireText("state", state, LONGEST_PLACE);
        requireText("locality", locality, LONGEST_PLACE);
        requireText("organization", organization, LONGEST_ORGANIZATION);
        requireText("organizational-unit", organizationalUnit, LONGEST_ORGANIZATION);
    }

    /** Microsoft's device clients look for the registration id behind the text "CN=", without reading the name properly. */
    private static void requireText(String key, String value, int longest) {
        var text = value.codePoints().noneMatch(Character::isISOControl)
                && value.equals(value.strip())
                && !value.contains("CN=")
                && value.codePointCount(0, value.length()) <= longest;
        if (!text) {
            throw new IllegalArgumentException("caravan.certificate.leaf.subject." + key + " must have at most "
                    + longest + " characters, no control characters, no blanks at its ends, and not 'CN=', but is '"
                    + value.strip() + "'");
        }
    }

    /** What is not empty, by its short name, from the widest to the narrowest. */
    Map<String, String> attributes() {
        var all = new LinkedHashMap<String, String>();
        all.put("C", country);
        all.put("ST", state);
        all.put("L", locality);
        all.put("O", organization);
        all.put("OU", organizationalUnit);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    /** What stands behind the common name in the text of RFC 2253, which begins with the narrowest. */
    String behindTheCommonName() {
        var end = new StringBuilder();
        attributes().forEach((name, value) -> end.insert(0, "," + name + "=" + Rdn.escapeValue(value)));
        return end.toString();
    }
}
