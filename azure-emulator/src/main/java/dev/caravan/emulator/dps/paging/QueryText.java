package dev.caravan.emulator.dps.paging;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.form.DpsError;

/** The one query the service understands, in any letter case: everything. WHERE is not supported (documented). */
public record QueryText(String table, Pattern all) {

    /** Queries over one table, which may be left unnamed. */
    public static QueryText of(String table) {
        return new QueryText(
                table,
                Pattern.compile("\\s*select\\s+\\*(\\s+from\\s+" + table + ")?\\s*;?\\s*", Pattern.CASE_INSENSITIVE));
    }

    /** 400 when the body asks for anything else. */
    public void check(ObjectNode body) {
        if (!all.matcher(body.path("query").asText()).matches()) {
            throw DpsError.invalid("The query must be SELECT * or SELECT * FROM " + table + ".");
        }
    }
}
