package dev.caravan.preparation;

import java.util.Optional;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/** Patterns of schemas, matched by RE2: no value keeps it busy for longer than in proportion to its length. */
final class LinearPatterns implements RegularExpressionFactory {

    @Override
    public RegularExpression getRegularExpression(String pattern) {
        var compiled = Pattern.compile(pattern);
        return value -> compiled.matcher(value).find();
    }

    /** Why this is no such pattern; empty if it is one. */
    static Optional<String> objection(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of(wrong.getDescription());
        }
    }
}
