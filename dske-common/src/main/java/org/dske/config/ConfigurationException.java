package org.dske.config;

/** A configuration that a node cannot start with: one line that names the key, the value and what is allowed. */
public final class ConfigurationException extends RuntimeException {
    public ConfigurationException(String message) {
        super(message);
    }
}
