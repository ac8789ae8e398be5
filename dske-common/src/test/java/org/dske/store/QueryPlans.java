package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.key.NodeName;

/** What SQLite means to do for each statement that is prepared, and which of them would look at all rows of a table that may be large. */
public final class QueryPlans {
    /** As many rows as there are clients, their machines and encryptors, or blocks. */
    private static final Set<String> SMALL = Set.of(
            "package",
            "taken_out_block",
            "node",
            "peer",
            "block",
            "directory",
            "client",
            "client_machine",
            "client_encryptor",
            "encryptor",
            "share_holding");

    private static final Pattern SCAN = Pattern.compile("SCAN (\\w+)( USING (COVERING )?INDEX)?");

    private final Map<String, String> scans = new ConcurrentSkipListMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** Opens a store of a hub whose statements are explained. */
    public NodeStore open(Path directory, NodeName hub, InstantSource clock, Schema... schemas) {
        StoreSettings settings = new StoreSettings("hub", hub, Optional.of(directory), Optional.empty());
        SecureRandom random = new SecureRandom();
        // Makes all that is not there.
        NodeStore.open(settings, clock, random, schemas).close();
        StoreKey key = StoreKey.find(Optional.empty(), Map.of(), directory, random);
        Database database = new Database(new Explained(SqliteFile.in(directory)), "explained");
        SqlLedger ledger = new SqlLedger(database, key, "hub", hub, clock, random);
        return new NodeStore(ledger, ledger, Optional.of(new NodeStore.File(database, key)));
    }

    /** Makes sure that there were statements, and that none of them looks at all rows. */
    public void requireNoScan() {
        assertFalse(seen.isEmpty());
        assertEquals(Map.of(), scans);
    }

    private void explain(Connection connection, String sql) throws SQLException {
        if (!seen.add(sql)) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            Set<String> small = new HashSet<>(SMALL);
            while (plan.next()) {
                String step = plan.getString(4);
                if (step.startsWith("CO-ROUTINE ")) {
                    // What comes of a part of the statement, which has steps of its own.
                    small.add(step.substring("CO-ROUTINE ".length()));
                }
                Matcher scan = SCAN.matcher(step);
                boolean sortsMoreThanAsked = isLimited(sql) && step.contains("TEMP B-TREE");
                boolean looksAtAll = scan.lookingAt()
                        && !small.contains(scan.group(1))
                        && (scan.group(2) == null || !isLimited(sql));
                if (sortsMoreThanAsked || looksAtAll) {
                    scans.put(sql, step);
                }
            }
        }
    }

    private static boolean isLimited(String sql) {
        return sql.contains(" LIMIT ");
    }

    private final class Explained implements Database.DataSource {
        private final SqliteFile file;

        Explained(SqliteFile file) {
            this.file = file;
        }

        @Override
        public Connection connect() throws SQLException {
            Connection connection = file.connect();
            return (Connection) Proxy.newProxyInstance(
                    QueryPlans.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getReturnType() == PreparedStatement.class) {
                            explain(connection, (String) arguments[0]);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public void rollBack(Connection connection) throws SQLException {
            file.rollBack(connection);
        }

        @Override
        public boolean tidy(Connection connection) throws SQLException {
            return file.tidy(connection);
        }

        @Override
        public void writeNothing(Connection connection) throws SQLException {
            file.writeNothing(connection);
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
