package org.dske.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.junit.jupiter.api.Test;

class NodeBeansTest {
    private static final Map<String, String> WRITTEN = Map.of(
            "dske.carol.client.encryptors", "sae-${user.name},x\\${y}",
            "dske.client.hubs", "",
            "java.home", "/opt/java");

    @Test
    void whatIsConfiguredIsTakenAsItWasWritten() {
        Config config = fake(Config.class, Map.of("getPropertyNames", WRITTEN.keySet()));

        assertEquals(Map.of("dske.carol.client.encryptors", "sae-${user.name},x\\${y}"), NodeBeans.properties(config));
    }

    /** Answers as MicroProfile Config does, whose plain values have other properties put in. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConfigValue" -> {
                        String written = WRITTEN.get((String) arguments[0]);
                        yield fake(ConfigValue.class, Map.of("getRawValue", written, "getValue", "sae-root"));
                    }
                    default -> answers.get(method.getName());
                }));
    }
}
