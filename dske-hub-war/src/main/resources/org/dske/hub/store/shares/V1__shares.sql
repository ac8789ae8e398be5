-- What SQLite, PostgreSQL, CockroachDB and YugabyteDB all understand. Times are milliseconds since 1970.

-- The number tells a share from an earlier one of the same name, and says which came later; fetched is the same kind of number, given
-- when the last slave has fetched it. The value is sealed, with all that says whom it is for.
CREATE TABLE share (
    key_id      TEXT   NOT NULL,
    initiator   TEXT   NOT NULL,
    master      TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    share_index BIGINT NOT NULL,
    terms       TEXT   NOT NULL,
    sealed      BYTEA  NOT NULL,
    size        BIGINT NOT NULL,
    bytes       BIGINT NOT NULL,
    slaves      BIGINT NOT NULL,
    fetches     BIGINT NOT NULL,
    fetched     BIGINT,
    since       BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    PRIMARY KEY (key_id, initiator, master)
);

-- With the number, as the queries order them: so however many shares end together, or were fetched together, none is sorted.
CREATE INDEX share_end ON share (ends_at, number);

CREATE INDEX share_number ON share (number);

CREATE INDEX share_fetched ON share (initiator, fetched, number) WHERE fetched IS NOT NULL;

-- That a share is given to one machine for each slave is this primary key.
CREATE TABLE share_fetch (
    key_id    TEXT   NOT NULL,
    initiator TEXT   NOT NULL,
    master    TEXT   NOT NULL,
    slave     TEXT   NOT NULL,
    client    TEXT   NOT NULL,
    instance  TEXT   NOT NULL,
    grace_end BIGINT NOT NULL,
    PRIMARY KEY (key_id, initiator, master, slave)
);

-- What is held of a client, and under an empty name of all: the sum over the instances of the hub, each of which writes a row of its
-- own, so that they do not wait for each other.
CREATE TABLE share_holding (
    client         TEXT   NOT NULL,
    hub_instance   TEXT   NOT NULL,
    shares         BIGINT NOT NULL,
    bytes          BIGINT NOT NULL,
    fetched_shares BIGINT NOT NULL,
    fetched_bytes  BIGINT NOT NULL,
    PRIMARY KEY (client, hub_instance)
);

-- One row, which who registers a client changes first: so registrations come one after the other.
CREATE TABLE directory (
    registrations BIGINT NOT NULL
);

INSERT INTO directory (registrations) VALUES (0);

CREATE TABLE client (
    name       TEXT NOT NULL PRIMARY KEY,
    best_suite TEXT NOT NULL
);

CREATE TABLE client_machine (
    client     TEXT NOT NULL,
    instance   TEXT NOT NULL,
    hub_number BIGINT,
    PRIMARY KEY (client, instance)
);

-- Which encryptors each machine of a client has named.
CREATE TABLE client_encryptor (
    client    TEXT NOT NULL,
    instance  TEXT NOT NULL,
    encryptor TEXT NOT NULL,
    PRIMARY KEY (client, instance, encryptor)
);

-- That an encryptor is one client's is this primary key.
CREATE TABLE encryptor (
    name   TEXT NOT NULL PRIMARY KEY,
    client TEXT NOT NULL
);

CREATE INDEX encryptor_client ON encryptor (client);
