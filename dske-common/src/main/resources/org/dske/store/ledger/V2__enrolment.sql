-- A block's place in its pool: those of a package come behind those that are there when the package is taken up.
ALTER TABLE block ADD COLUMN place BIGINT NOT NULL DEFAULT 0;

UPDATE block SET place = number;

-- The issued package that a block is of; nothing if it is in a pool.
ALTER TABLE block ADD COLUMN package TEXT;

CREATE INDEX block_package ON block (package) WHERE package IS NOT NULL;

-- Encryptors one a line.
CREATE TABLE package (
    id         TEXT   NOT NULL PRIMARY KEY,
    peer       TEXT   NOT NULL,
    instance   TEXT   NOT NULL,
    encryptors TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    issued     BIGINT NOT NULL
);

CREATE INDEX package_peer ON package (peer, instance);

-- Blocks of clients that were taken out, so that these hear why nothing verifies any more.
CREATE TABLE taken_out_block (
    uuid    TEXT   NOT NULL PRIMARY KEY,
    ends_at BIGINT NOT NULL
);

CREATE INDEX taken_out_block_end ON taken_out_block (ends_at);
