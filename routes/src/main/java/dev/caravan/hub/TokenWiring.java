package dev.caravan.hub;

import java.time.Clock;
import java.util.stream.Stream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.caravan.certificate.Issuers;
import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenWatch;
import dev.caravan.hub.pkcs11.TokenRoutes;

/** Puts together what holds keys in a token, and looks after it where one is named. */
@Configuration(proxyBeanMethods = false)
class TokenWiring {

    /** Ends its worker with the hub. */
    @Bean
    Token token(HubSettings settings, Clock clock) {
        return new Token(settings.token(), clock);
    }

    static final class TokenIsNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("caravan.token.library", "")
                    .isBlank();
        }
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    @Conditional(TokenIsNamed.class)
    TokenHealth tokenHealthIndicator(Token token) {
        return new TokenHealth(token);
    }

    @Bean
    @Conditional(TokenIsNamed.class)
    TokenRoutes tokenRoutes(Token token, Issuers issuers, HubSettings settings) {
        var pickup = Stream.of(settings.custody().pickup().tokenKey())
                .filter(label -> !label.isEmpty())
                .map(KeyName::secret)
                .toList();
        return new TokenRoutes(new TokenWatch(token, () -> Stream.concat(issuers.look().stream(), pickup.stream())
                .toList()));
    }
}
