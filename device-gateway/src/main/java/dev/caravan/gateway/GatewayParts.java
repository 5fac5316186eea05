package dev.caravan.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Brings what Camel and Spring Boot set up by themselves, as {@code META-INF/spring/dev.caravan.gateway.GatewayParts.imports}
 * names it (docs/decisions/0043).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration
@interface GatewayParts {}
