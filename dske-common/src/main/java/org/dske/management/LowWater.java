package org.dske.management;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Logger;
import org.dske.psrd.Pool;
import org.dske.psrd.PoolStatus;
import org.dske.time.Deadline;
import org.dske.time.Ticker;

/**
 * Warns of pools that are low, and stay so: no block comes. Once for each time, with how long the rest will do; and says when it is over.
 */
public final class LowWater {
    private static final Logger LOG = Logger.getLogger(LowWater.class.getName());
    /** In good order a block comes in a moment. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Ticker ticker;
    /** Of each pool that is low. */
    private final Map<Pool, Warning> low = new HashMap<>();

    /** When a warning is due, and whether it was given. */
    private record Warning(Deadline due, boolean given) {}

    public LowWater(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Looks at all pools of a node, again and again. */
    public synchronized void look(Collection<? extends Pool> pools) {
        low.keySet().retainAll(pools);
        for (Pool pool : pools) {
            Warning warning = low.get(pool);
            if (pool.isLow()) {
                if (warning == null) {
                    low.put(pool, new Warning(ticker.deadline(PATIENCE), false));
                } else if (!warning.given() && warning.due().isOver()) {
                    LOG.warning(() -> message(pool.status(false)));
                    low.put(pool, new Warning(warning.due(), true));
                }
            } else if (warning != null) {
                low.remove(pool);
                if (warning.given()) {
                    LOG.info(() -> "the PSRD of " + pool.name() + " is filled again");
                }
            }
        }
    }

    private static String message(PoolStatus pool) {
        String rest =
                "the PSRD of " + pool.name() + " is low, and no block comes: " + pool.unused() + " bytes are left";
        Double days = pool.daysLeft();
        return days == null ? rest : rest + String.format(Locale.ROOT, ", for %.1f days at the present rate", days);
    }
}
