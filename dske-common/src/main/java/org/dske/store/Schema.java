package org.dske.store;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.config.ConfigurationException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * A part of a database that has versions of its own.
 *
 * @param name of its table of versions, and of the directory of its migrations
 * @param location where they are in the class path
 */
public record Schema(String name, String location) {
    /** What is kept of PSRD, of peers and of deliveries. */
    public static final Schema LEDGER = new Schema("ledger", "classpath:org/dske/store/ledger");

    /** Kept, or its level would be forgotten: what Flyway does is of interest only if it fails. */
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private static final Logger LOG = Logger.getLogger(Schema.class.getName());

    /**
     * Makes schemas, or brings them to the versions that this release knows.
     *
     * @param where says where the database is
     * @param name where the database is, for people
     * @throws ConfigurationException if it is of a newer release, or no such database, or cannot be changed
     */
    static void migrate(Consumer<FluentConfiguration> where, List<Schema> schemas, String name) {
        FLYWAY.setLevel(Level.WARNING);
        for (Schema schema : schemas) {
            try {
                FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader());
                where.accept(flyway);
                flyway.locations(schema.location())
                        .table("schema_" + schema.name())
                        // Each part of the schema comes to a database that has others already.
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        // A version of the future is not to be overlooked.
                        .ignoreMigrationPatterns(new String[0])
                        .load()
                        .migrate();
            } catch (FlywayValidateException e) {
                throw new ConfigurationException("the store " + name
                        + " is of another release of dske, a newer one perhaps: start it with that release");
            } catch (FlywayException e) {
                throw new ConfigurationException("the store " + name + " cannot be opened: " + reason(e));
            } catch (NullPointerException | IllegalArgumentException e) {
                // So Flyway takes what it does not expect in its own table.
                LOG.log(Level.FINE, "Flyway", e);
                throw new ConfigurationException(
                        "the store " + name + " cannot be opened: its table of versions is damaged");
            }
        }
    }

    private static String reason(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Sentences.of(sql);
            }
        }
        return "its schema cannot be changed (" + e.getErrorCode() + ")";
    }
}
