CREATE TABLE node (
    kind        TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    start_count BIGINT NOT NULL,
    key_check   BYTEA  NOT NULL
);

CREATE TABLE peer (
    name     TEXT NOT NULL,
    instance TEXT NOT NULL,
    own_id   TEXT NOT NULL,
    seen     TEXT NOT NULL,
    PRIMARY KEY (name, instance)
);

-- Of a block the bytes from stored_from to its end are stored; number gives the order in the pool.
CREATE TABLE block (
    number      BIGINT NOT NULL PRIMARY KEY,
    uuid        TEXT   NOT NULL UNIQUE,
    peer        TEXT   NOT NULL,
    instance    TEXT   NOT NULL,
    owner       TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    origin      TEXT   NOT NULL,
    stored_from BIGINT NOT NULL
);

-- The key is deleted when the segment is taken out, the segment later: without the key it is noise.
CREATE TABLE segment_key (
    block         BIGINT NOT NULL,
    segment_start BIGINT NOT NULL,
    wrapped       BYTEA  NOT NULL,
    PRIMARY KEY (block, segment_start)
);

CREATE TABLE segment (
    block         BIGINT NOT NULL,
    segment_start BIGINT NOT NULL,
    sealed        BYTEA  NOT NULL,
    PRIMARY KEY (block, segment_start)
);

-- Segments whose keys are gone, and which are to be erased: so that nobody looks for them.
CREATE TABLE segment_without_key (
    block         BIGINT NOT NULL,
    segment_start BIGINT NOT NULL,
    PRIMARY KEY (block, segment_start)
);

CREATE TABLE delivery (
    key_id    TEXT   NOT NULL,
    slave     TEXT   NOT NULL,
    ends_at   BIGINT NOT NULL,
    PRIMARY KEY (key_id, slave)
);

CREATE INDEX delivery_end ON delivery (ends_at);
