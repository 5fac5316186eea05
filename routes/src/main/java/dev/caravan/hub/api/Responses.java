package dev.caravan.hub.api;

import org.apache.camel.model.rest.RestDefinition;

/** What the OpenAPI document says about answers, so that each operation says the same about the same. */
final class Responses {

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

    /** The problems that any operation may answer with. */
    static RestDefinition usualProblems(RestDefinition operation) {
        problem(operation, 400, "a parameter or the body breaks a rule; 'detail' or 'errors' name it");
        problem(operation, 401, "the API key is missing, wrong, expired or revoked");
        problem(operation, 403, "the caller's role may not do this");
        problem(operation, 429, "too many requests; Retry-After says when to ask again");
        problem(operation, 500, "the hub failed; its log says why");
        return problem(operation, 503, "DPS or the hub cannot answer now; Retry-After says when to ask again");
    }
}
