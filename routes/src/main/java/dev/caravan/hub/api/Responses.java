package dev.caravan.hub.api;

import java.util.Set;

import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;

/** What the OpenAPI document says about answers, so that each operation says the same about the same. */
final class Responses {

    private static final Set<String> REPEATABLE = Set.of("post", "put");

    private Responses() {}

    /** An answer that carries one board. */
    static RestDefinition board(RestDefinition operation, String words, Class<?> body) {
        return operation
                .responseMessage()
                .code("200")
                .message(words)
                .responseModel(body)
                .header("ETag")
                .description("the board's version in quotes, for If-Match")
                .endResponseHeader()
                .endResponseMessage();
    }

    /** An answer that carries one board, on which the hub works on. */
    static RestDefinition halfDone(RestDefinition operation, Class<?> body) {
        return operation
                .responseMessage()
                .code("202")
                .message("half done, see the board's 'reason'; the hub brings it to its end: ask for the board")
                .responseModel(body)
                .header("ETag")
                .description("the board's version in quotes, for If-Match")
                .endResponseHeader()
                .endResponseMessage();
    }

    static RestDefinition ok(RestDefinition operation, String words, Class<?> body) {
        return operation
                .responseMessage()
                .code("200")
                .message(words)
                .responseModel(body)
                .endResponseMessage();
    }

    static RestDefinition created(RestDefinition operation, String words, Class<?> body) {
        return operation
                .responseMessage()
                .code("201")
                .message(words)
                .responseModel(body)
                .endResponseMessage();
    }

    static RestDefinition problem(RestDefinition operation, int status, String words) {
        return operation
                .responseMessage()
                .code(status)
                .message(words)
                .responseModel(Problem.class)
                .endResponseMessage();
    }

    /** The parameter by which a request is meant for one version of the board, and the answer where it has another. */
    static RestDefinition conditional(RestDefinition operation) {
        operation
                .param()
                .name("If-Match")
                .type(RestParamType.header)
                .required(false)
                .example("\"4\"")
                .description("the board's ETag, if the request is for that version only")
                .endParam();
        return otherVersion(operation);
    }

    static RestDefinition otherVersion(RestDefinition operation) {
        return operation
                .responseMessage()
                .code(412)
                .message("the board is no longer the version that If-Match names; the ETag is that of now")
                .responseModel(Problem.class)
                .header("ETag")
                .description("the board's version in quotes, for If-Match")
                .endResponseHeader()
                .endResponseMessage();
    }

    /** The problems that any operation may answer with, and the key by which one that changes something may be sent again. */
    static RestDefinition usualProblems(RestDefinition operation) {
        var verb = operation.getVerbs().get(operation.getVerbs().size() - 1);
        var named = verb.getParams().stream().anyMatch(param -> ApiFront.IDEMPOTENCY_KEY.equals(param.getName()));
        if (REPEATABLE.contains(verb.asVerb()) && Operation.isRemembered(verb.getId()) && !named) {
            operation
                    .param()
                    .name(ApiFront.IDEMPOTENCY_KEY)
                    .type(RestParamType.header)
                    .required(false)
                    .example("8e03978e-40d5-43e8-bc93-6894a57f9324")
                    .description(
                            "new for each request, and the same when it is sent again: within a day that gets the same"
                                    + " answer (header " + ApiFront.REPLAYED
                                    + "), another request 422, and 409 while the first is"
                                    + " under way")
                    .endParam();
        }
        problem(operation, 400, "a parameter or the body breaks a rule; 'detail' or 'errors' name it");
        problem(
                operation,
                401,
                "no credential, or none that is valid: a key that is wrong, expired or revoked, a wrong password, a token that is not good");
        problem(
                operation,
                403,
                "the caller's role may not do this, the token names no role, or the password must be changed first");
        problem(operation, 429, "too many requests; Retry-After says when to ask again");
        problem(operation, 500, "the hub failed; its log says why");
        return problem(
                operation,
                503,
                "DPS, the hub or the token's issuer cannot answer now; Retry-After says when to ask again");
    }
}
