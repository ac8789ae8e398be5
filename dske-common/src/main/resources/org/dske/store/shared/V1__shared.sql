-- Whose store it is, and what proves that a key is that of the store. One row.
CREATE TABLE shared_store (
    one       BIGINT NOT NULL PRIMARY KEY,
    owner     TEXT   NOT NULL,
    key_check BYTEA  NOT NULL
);
