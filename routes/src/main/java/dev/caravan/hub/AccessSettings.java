package dev.caravan.hub;

import dev.caravan.login.LoginSettings;

/**
 * How people come in ({@code caravan.access}).
 *
 * @param login local users, by name and password
 */
public record AccessSettings(LoginSettings login) {}
