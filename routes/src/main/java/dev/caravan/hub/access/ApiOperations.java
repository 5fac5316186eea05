package dev.caravan.hub.access;

import java.util.List;
import java.util.Locale;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.VerbDefinition;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The operations that the routes of the API define, found by method and path as the server finds them. */
final class ApiOperations {

    private final List<ApiOperation> all;

    /** @param id its operationId in the OpenAPI document */
    record ApiOperation(String id, String method, PathPattern path) {}

    private ApiOperations(List<ApiOperation> all) {
        this.all = all;
    }

    /** Of routes that are all defined by now. */
    static ApiOperations of(CamelContext camel) {
        return new ApiOperations(
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions().stream()
                        .flatMap(rest -> rest.getVerbs().stream().map(verb -> operation(rest, verb)))
                        .toList());
    }

    private static ApiOperation operation(RestDefinition rest, VerbDefinition verb) {
        var path = rest.getPath() + (verb.getPath() == null ? "" : verb.getPath());
        return new ApiOperation(
                verb.getId(), verb.asVerb().toUpperCase(Locale.ROOT), PathPatternParser.defaultInstance.parse(path));
    }

    /** Whatever the method. */
    List<ApiOperation> at(PathContainer path) {
        return all.stream().filter(operation -> operation.path().matches(path)).toList();
    }
}
