/*
 * Keys between two encryptors, and all that somebody can do about them who is everywhere. What it shows and what not is in README.md.
 *
 * A is the master's client and B the slave's, both honest; B may have two machines. M is the attacker's client, which is enrolled as
 * they are. Hubs 0 .. HONEST-1 are honest, and the others are the attacker's, with all that they are given. The encryptors are a, of A,
 * b, of B, and M's own. All keys that matter are of a for b.
 *
 * PSRD is symbolic: what is signed with bytes of a client and a hub is believed by nobody who does not know them, and cannot be changed;
 * what is encrypted is read by these two alone. The attacker has the bytes of M and of his hubs. He holds all messages: each arrives
 * never, or at any time, in any order. That one arrives again is of no use, unless M_REPLAY: the bytes that signed it are used up. So a
 * message is on the wire from when it was sent, and there is no state for what got lost.
 *
 * Shares are symbolic, too: that k of one key, each at its place, give the key, and no others pass tau, is shown elsewhere
 * (docs/security.md). His hubs give their good share, or whatever serves them, for each set anew. Time does not exist.
 *
 * Every step is an alternative of a loop. Processes only spare it from being written down for each hub, machine and key: none has a state of
 * its own.
 */

/* ---- The bounds */
#ifndef N
#define N 3             /* hubs */
#endif
#ifndef K
#define K 2             /* shares that make a key */
#endif
#ifndef BAD
#define BAD (K - 1)     /* hubs of the attacker */
#endif
#define HONEST (N - BAD)
#ifndef KEYS
#define KEYS 1
#endif
#ifndef MACHINES
#define MACHINES 1      /* of B */
#endif
#ifndef TRIES
#define TRIES 2         /* how often a machine of B asks for a key */
#endif

#define ITS 1           /* how a key is shared, and the best suite that B is said to speak */
#define CLASSIC 2
#define BIT(i) (1 << (i))
#define SHARE(hub, key) ((key) * HONEST + (hub))
#define RETRIEVAL(machine, key) ((machine) * KEYS + (key))
#define ANSWER(hub, machine, key) (RETRIEVAL(machine, key) * HONEST + (hub))
#define TO_M BIT(MACHINES) /* after the bits of B's machines */

/* The clients, and their encryptors. */
#define A 1
#define B 2
#define M 3

/* ---- Keys and shares */
byte mode[KEYS];        /* in which A has shared a key, and sent all its shares; 0 if it has not */
mtype = { held, fetched, erased };
mtype share[KEYS * HONEST]; /* at an honest hub; 0 if it has not arrived */
byte outTo[KEYS * HONEST]; /* who ever got it: a bit for each of B's machines, and one for M */
byte stolen[KEYS];      /* the honest hubs whose share the attacker has */
byte planted[KEYS * HONEST]; /* the master of a share that M has handed over under the same key ID, for b; 0 if there is none */
bit has[KEYS];          /* A has delivered the key */

/* ---- B's retrievals. A try asks all hubs at once. */
byte tries[MACHINES * KEYS];
bit asking[MACHINES * KEYS];
bit delivered[MACHINES * KEYS];
/*
 * An honest hub's answer, on the wire or taken by B: a good share, one that M has made under the same key ID, or, if B takes the answer to
 * another question, the good one of another key.
 */
mtype = { good, made, takenGood, takenMade, takenOther };
mtype answer[MACHINES * KEYS * HONEST];

/* ---- Registrations of B: the first, when it speaks classic only; the second, when it was changed; the third, if it gives b up. */
#define FIRST 0
#define SECOND 1
#define THIRD 2
bit changed, left;
byte arrived[HONEST];   /* bits of those that an honest hub has accepted */
bit confirmed[HONEST];  /* B has the answer to the second */
byte suite[HONEST];     /* of B, as the hub has it; 0 if B has not registered */
byte owner[HONEST];     /* whose b is; 0 if nobody's */
mtype = { issued, live };
mtype further[HONEST];  /* a block of a further package, which B imports when it is changed; 0 if there is none */

/* ---- A looks b's client up */
bit looking;
bit settled;            /* when it began, B had heard from all honest hubs that it is known to speak its */
byte said[HONEST];
bit saidClassic[HONEST]; /* in a look-up before; noted only if an answer to that may be taken for one to this */

/* ---- The package that made B and an honest hub acquainted */
byte imports;           /* how often B has imported it */
bit remembered;         /* and knows it */
byte next, used;        /* the byte that B uses next, and those that it has ever used */

/* ---- What holds in every state; each is asserted where it could break */
hidden byte agreed;      /* B delivers a key only if A has made it, of that ID, for these two encryptors, with that value */
hidden byte secret;      /* nobody else ever has k shares of it */
hidden byte once;        /* an honest hub gives a share out to one machine; B's machine delivers a key once */
hidden byte unblamed;    /* no honest hub is found to have given what is no share of the key */
hidden byte accepted;    /* A's share is not refused since somebody has taken its name */
hidden byte stored;      /* A delivers a key only if k hubs have taken a share, some of them bad ones */
hidden byte strong;      /* A shares a key in classic only if B speaks no better, as far as B has heard */
hidden byte owned;       /* b is B's until B gives it up */
hidden byte kept;        /* B and a hub lose no PSRD */
hidden byte fresh;       /* no byte of a package is used twice */

hidden byte i, n, goods, mades, others, misplaced;
hidden byte right;

/* ================================================================ shares at a hub */

/* Who signs is whom the request names. */
#ifdef M_POST_SIGNER
#define MAY_POST_AS(signer, named) 1
#else
#define MAY_POST_AS(signer, named) ((signer) == (named))
#endif
#ifdef M_FETCH_SIGNER
#define MAY_FETCH_AS(signer, named) 1
#else
#define MAY_FETCH_AS(signer, named) ((signer) == (named))
#endif
#define OWNER(hub, encryptor) ((encryptor) == B -> owner[hub] : (encryptor))
/* The master is the client's that hands the share over. */
#ifdef M_POST_MASTER
#define MAY_BE_MASTER(hub, client, master) 1
#else
#define MAY_BE_MASTER(hub, client, master) (OWNER(hub, master) == (client))
#endif
/* The slave is the client's that asks for the share, */
#ifdef M_SLAVE_OF_SIGNER
#define MAY_BE_SLAVE(hub, client, slave) 1
#else
#define MAY_BE_SLAVE(hub, client, slave) (OWNER(hub, slave) == (client))
#endif
/* and one of those that the share is for. All are for b. */
#ifdef M_SLAVE_OF_SHARE
#define IS_FOR(slave) 1
#else
#define IS_FOR(slave) ((slave) == B)
#endif
/* The master is that of the share. */
#ifdef M_FETCH_MASTER
#define IS_OF(master, shareMaster) 1
#else
#define IS_OF(master, shareMaster) ((master) == (shareMaster))
#endif
/* Not in the protocol: a share says whose the slave is, as k hubs have told the initiator. All are B's. */
#ifdef NAMES_SLAVES_CLIENT
#define IS_SLAVES_CLIENT(client) ((client) == B)
#else
#define IS_SLAVES_CLIENT(client) 1
#endif
#define MAY_POST(hub, signer, named, master) (MAY_POST_AS(signer, named) && MAY_BE_MASTER(hub, named, master))
#define MAY_FETCH(hub, signer, named, slave, master, shareMaster) (MAY_FETCH_AS(signer, named) && MAY_BE_SLAVE(hub, named, slave) \
    && IS_FOR(slave) && IS_OF(master, shareMaster) && IS_SLAVES_CLIENT(named))

#define M_MAY_FETCH(hub) (MAY_FETCH(hub, M, M, B, A, A) || MAY_FETCH(hub, M, M, M, A, A) || MAY_FETCH(hub, M, B, B, A, A))
#define B_MAY_FETCH(hub, shareMaster) (suite[hub] && MAY_FETCH(hub, B, B, B, A, shareMaster))

/* A share that was fetched is there for the same machine, for a while. */
#ifdef M_FETCHED_TWICE
#define FETCHABLE(hub, key, who) (share[SHARE(hub, key)] == held || share[SHARE(hub, key)] == fetched)
#else
#define FETCHABLE(hub, key, who) (share[SHARE(hub, key)] == held || (share[SHARE(hub, key)] == fetched && outTo[SHARE(hub, key)] == (who)))
#endif

/* A hub tells shares apart by who handed them over, for which master, and the key's ID. */
#ifdef M_SHARES_BY_KEY_ID
#define NAME_TAKEN(hub, key) planted[SHARE(hub, key)]
#else
#define NAME_TAKEN(hub, key) 0
#endif

#ifdef M_REPLAY
#define ARRIVES(hub, key) (mode[key] && share[SHARE(hub, key)] != held && share[SHARE(hub, key)] != fetched)
#else
#define ARRIVES(hub, key) (mode[key] && !share[SHARE(hub, key)])
#endif

inline take(hub, key) {
    printf("hub %d takes its share of key %d\n", hub, key);
    accepted = !NAME_TAKEN(hub, key); assert(accepted);
    share[SHARE(hub, key)] = held
}

inline give(hub, key, who) {
    printf("hub %d gives its share of key %d to %d\n", hub, key, who);
    share[SHARE(hub, key)] = fetched;
    outTo[SHARE(hub, key)] = outTo[SHARE(hub, key)] | (who);
    if
    :: (who) == TO_M -> stolen[key] = stolen[key] | BIT(hub)
    :: else
    fi;
    n = BAD;
    for (i : 0 .. HONEST - 1) { n = n + ((stolen[key] >> i) & 1) }
    i = 0;
    secret = n < K; assert(secret);
    n = 0;
    once = !(outTo[SHARE(hub, key)] & ~(who)); assert(once)
}

proctype shareAt(byte hub; byte key) {
    do
    :: d_step { ARRIVES(hub, key) -> take(hub, key) }
    :: d_step { M_MAY_FETCH(hub) && FETCHABLE(hub, key, TO_M) -> give(hub, key, TO_M) }
#ifdef PLANTS
    :: d_step { mode[key] && !planted[SHARE(hub, key)] && MAY_POST(hub, M, M, M) -> planted[SHARE(hub, key)] = M }
    :: d_step { mode[key] && !planted[SHARE(hub, key)] && (MAY_POST(hub, M, M, A) || MAY_POST(hub, M, A, A)) -> planted[SHARE(hub, key)] = A }
#endif
    /* Its time is over, or the grace of who fetched it. */
    :: d_step { share[SHARE(hub, key)] == held || share[SHARE(hub, key)] == fetched -> share[SHARE(hub, key)] = erased }
    od
}

/* ================================================================ a machine of B asks a hub */

proctype askedAt(byte hub; byte machine; byte key) {
    do
    :: d_step { asking[RETRIEVAL(machine, key)] && !answer[ANSWER(hub, machine, key)] && B_MAY_FETCH(hub, A) &&
        FETCHABLE(hub, key, BIT(machine)) ->
        give(hub, key, BIT(machine)); answer[ANSWER(hub, machine, key)] = good }
    /* A request of a try that is over, or was followed by another: B takes no answer to it. */
    :: d_step { tries[RETRIEVAL(machine, key)] > asking[RETRIEVAL(machine, key)] && B_MAY_FETCH(hub, A) &&
        FETCHABLE(hub, key, BIT(machine)) ->
        give(hub, key, BIT(machine)) }
    :: d_step { asking[RETRIEVAL(machine, key)] && !answer[ANSWER(hub, machine, key)] &&
        planted[SHARE(hub, key)] && B_MAY_FETCH(hub, planted[SHARE(hub, key)]) ->
        printf("hub %d gives M's share\n", hub); answer[ANSWER(hub, machine, key)] = made }
    :: d_step { answer[ANSWER(hub, machine, key)] == good -> answer[ANSWER(hub, machine, key)] = takenGood }
    :: d_step { answer[ANSWER(hub, machine, key)] == made -> answer[ANSWER(hub, machine, key)] = takenMade }
#ifdef M_UNBOUND_FETCH
    :: d_step { asking[RETRIEVAL(machine, key)] && answer[ANSWER(hub, machine, (key + 1) % KEYS)] == good && KEYS > 1 &&
        (!answer[ANSWER(hub, machine, key)] || answer[ANSWER(hub, machine, key)] == good) ->
        answer[ANSWER(hub, machine, key)] = takenOther }
#endif
    od
}

/* ================================================================ a machine of B joins */

/* B may have another number for hub 0 than A. */
#ifdef MISNUMBERED
#define MISPLACED(hub) ((hub) == 0)
#else
#define MISPLACED(hub) 0
#endif

inline count(machine, key) {
    for (i : 0 .. HONEST - 1) {
        if
        :: answer[ANSWER(i, machine, key)] == takenGood && MISPLACED(i) -> misplaced++
        :: answer[ANSWER(i, machine, key)] == takenGood && !MISPLACED(i) -> goods++
        :: answer[ANSWER(i, machine, key)] == takenMade -> mades++
        :: answer[ANSWER(i, machine, key)] == takenOther -> others++
        :: else
        fi
    }
    i = 0
}

inline deliver(machine, key) {
    printf("machine %d of B delivers key %d\n", machine, key);
    agreed = right && mode[key]; assert(agreed);
    once = !delivered[RETRIEVAL(machine, key)]; assert(once);
#ifdef DELIVERED_ONCE
    for (i : 0 .. MACHINES - 1) { once = !delivered[RETRIEVAL(i, key)]; assert(once) }
    i = 0;
#endif
#ifndef M_TAU_WITHOUT_ID
    unblamed = !mades && !others; assert(unblamed);
#endif
    delivered[RETRIEVAL(machine, key)] = 1
}

inline over(machine, key) {
    asking[RETRIEVAL(machine, key)] = 0;
    for (i : 0 .. HONEST - 1) { answer[ANSWER(i, machine, key)] = 0 }
    i = 0
}

#ifdef M_THRESHOLD
#define NEEDED 1        /* as a hub says */
#else
#define NEEDED K
#endif

/* The sets that pass. The attacker's hubs are in any of them, with what is fit for it. */
#define PASSES_GOOD (goods + BAD >= K && goods > 0)
#define PASSES_MADE (mades + BAD >= K && mades > 0)
#ifdef M_TAU
/* With a liar's value. */
#define PASSES_WRONG (BAD > 0 && goods > 0 && goods + BAD >= K)
#elif defined(M_PLACES)
#define PASSES_WRONG (BAD > 0 && misplaced > 0 && goods + misplaced + BAD >= K)
#elif defined(M_TAU_WITHOUT_ID)
#define PASSES_WRONG (others > 0 && others + BAD >= K)
#else
#define PASSES_WRONG (BAD >= NEEDED)
#endif

#ifdef M_DELIVERED_AGAIN
#define MAY_ASK(machine, key) (mode[key] && !asking[RETRIEVAL(machine, key)] && tries[RETRIEVAL(machine, key)] < TRIES)
#else
#define MAY_ASK(machine, key) (mode[key] && !asking[RETRIEVAL(machine, key)] && tries[RETRIEVAL(machine, key)] < TRIES \
    && !delivered[RETRIEVAL(machine, key)])
#endif

proctype retrieval(byte machine; byte key) {
    do
    :: d_step { MAY_ASK(machine, key) ->
        printf("machine %d of B asks for key %d\n", machine, key);
        asking[RETRIEVAL(machine, key)] = 1; tries[RETRIEVAL(machine, key)]++ }
    :: d_step { asking[RETRIEVAL(machine, key)] ->
        count(machine, key);
        if
        :: PASSES_WRONG || PASSES_MADE -> right = 0; deliver(machine, key); over(machine, key)
        :: !PASSES_WRONG && !PASSES_MADE && PASSES_GOOD -> right = 1; deliver(machine, key); over(machine, key)
        :: else
        fi;
        goods = 0; mades = 0; others = 0; misplaced = 0; right = 0 }
    :: d_step { asking[RETRIEVAL(machine, key)] -> printf("machine %d of B gives key %d up\n", machine, key); over(machine, key) }
    od
}

/* ================================================================ registration */

inline belongs(hub, whose) {
    owned = owner[hub] != B || whose == B || left; assert(owned);
    owner[hub] = whose
/* Not in the protocol, and not enough. */
#ifdef ERASED_WITH_OWNER
    ;
    for (i : 0 .. KEYS - 1) {
        if
        :: share[SHARE(hub, i)] && whose != B -> share[SHARE(hub, i)] = erased
        :: else
        fi
    }
    i = 0
#endif
}

#define LAST(hub) (arrived[hub] >= BIT(THIRD) -> THIRD : (arrived[hub] >= BIT(SECOND) -> SECOND : FIRST))
#ifdef M_REPLAY
#define UNUSED(hub, which) 1
#else
#define UNUSED(hub, which) (!(arrived[hub] & BIT(which)))
#endif
/* What signed it lies behind what signed the last one that was accepted. */
#ifdef M_LATE_REGISTRATION
#define IN_ORDER(hub, which) 1
#else
#define IN_ORDER(hub, which) (arrived[hub] < BIT((which) + 1))
#endif
/* B has got b between the first and the second. */
#ifdef FIRST_WITHOUT_B
#define NAMES_B(which) ((which) == SECOND)
#else
#define NAMES_B(which) ((which) != THIRD)
#endif

#ifdef M_ISSUED_DROPPED
#define DROPS_FURTHER(hub, which) ((which) == FIRST && further[hub])
#else
#define DROPS_FURTHER(hub, which) ((which) == FIRST && further[hub] == live)
#endif
/* A lower start than was seen: the store is said to have been restored. */
#ifdef INCARNATION
#define DROPS_ALL(hub, which) ((which) < LAST(hub))
#else
#define DROPS_ALL(hub, which) 0
#endif
#define MAY_REGISTER(hub, which) (UNUSED(hub, which) && IN_ORDER(hub, which) && (!NAMES_B(which) || MAY_OWN_B(hub, B)))

inline register(hub, which) {
    printf("hub %d takes registration %d of B\n", hub, which);
    kept = !DROPS_FURTHER(hub, which) && !DROPS_ALL(hub, which); assert(kept);
    further[hub] = (further[hub] && (which) > FIRST -> live : further[hub]);
    suite[hub] = ((which) == FIRST -> CLASSIC : ITS);
    arrived[hub] = arrived[hub] | BIT(which);
    if
    :: NAMES_B(which) -> belongs(hub, B)
    :: !NAMES_B(which) && owner[hub] == B -> belongs(hub, 0)
    :: else
    fi
}

/* In the name of B, by who has no PSRD of B. */
#ifdef M_UNSIGNED_REGISTRATION
#define ANYBODY_IS_B 1
#else
#define ANYBODY_IS_B 0
#endif

/* b is in a package of M, too: so has its operator said. Or the hub does not look. */
#if defined(TWO_PACKAGES) || defined(M_ANY_ENCRYPTOR)
#define M_MAY_NAME_B 1
#else
#define M_MAY_NAME_B 0
#endif
#ifdef M_LAST_OWNS
#define MAY_OWN_B(hub, client) (owner[hub] != M)
#else
#define MAY_OWN_B(hub, client) (!owner[hub] || owner[hub] == (client))
#endif

#ifdef M_UNBOUND_REGISTRATION
#define ANSWERED(hub) arrived[hub]
#else
#define ANSWERED(hub) (arrived[hub] & BIT(SECOND))
#endif

proctype clientsOf(byte hub) {
    do
#ifdef REGISTRATIONS
    :: d_step { MAY_REGISTER(hub, FIRST) -> register(hub, FIRST) }
    :: d_step { changed && MAY_REGISTER(hub, SECOND) -> register(hub, SECOND) }
    :: d_step { changed && !confirmed[hub] && ANSWERED(hub) -> printf("B is confirmed by hub %d\n", hub); confirmed[hub] = 1 }
#endif
    :: d_step { left && MAY_REGISTER(hub, THIRD) -> register(hub, THIRD) }
    :: d_step { ANYBODY_IS_B -> register(hub, FIRST) }
    :: d_step { M_MAY_NAME_B && owner[hub] != M && MAY_OWN_B(hub, M) -> printf("M registers b with hub %d\n", hub); belongs(hub, M) }
    :: d_step { looking && !said[hub] && owner[hub] == B -> said[hub] = suite[hub]; printf("hub %d says suite %d\n", hub, suite[hub]) }
    :: d_step { looking && !said[hub] && saidClassic[hub] -> said[hub] = CLASSIC; printf("hub %d said suite 2 before\n", hub) }
    od
}

/* ================================================================ A, B, and b's package */

#ifdef M_UNBOUND_LOOK_UP
#define NOTES 1
#else
#define NOTES 0
#endif

inline makeKey(how) {
    strong = how == ITS || !settled; assert(strong);
    n = (KEYS > 1 && mode[0] -> 1 : 0);
    mode[n] = how;
    printf("A makes key %d in mode %d\n", n, how);
    n = 0; looking = 0; settled = 0;
    for (i : 0 .. HONEST - 1) {
        saidClassic[i] = NOTES && (saidClassic[i] || said[i] == CLASSIC);
        said[i] = 0
    }
    i = 0
}

/* Of up to four honest hubs. */
#define AT(i, what) ((i) < HONEST && said[(i) % HONEST] == (what))
#define SAYING(what) (AT(0, what) + AT(1, what) + AT(2, what) + AT(3, what))
/* k hubs say so alike; the attacker's say what serves him. */
#ifdef M_CLASSIC_BY_ONE
#define CLASSIC_BELIEVED (BAD > 0)
#else
#define CLASSIC_BELIEVED (BAD + SAYING(CLASSIC) >= K)
#endif
/* k say so alike; or k name the client, and no k can say classic any more. */
#define ITS_BELIEVED (BAD + SAYING(ITS) >= K || (BAD + SAYING(ITS) + SAYING(CLASSIC) >= K && SAYING(CLASSIC) + SAYING(0) < K))

/* A has k answers to what it has handed out: those of bad hubs, and those of honest ones that have a share. */
#define TOOK(i, key) ((i) < HONEST && share[SHARE((i) % HONEST, key)])
#define TAKEN(key) (BAD + TOOK(0, key) + TOOK(1, key) + TOOK(2, key) + TOOK(3, key))
#ifdef M_UNBOUND_POST
#define TAKEN_AS_SAID(key) (BAD + HONEST)
#else
#define TAKEN_AS_SAID(key) TAKEN(key)
#endif

inline haveKey(key) {
    stored = TAKEN(key) >= K; assert(stored);
    printf("A delivers key %d\n", key);
    has[key] = 1
}

#ifdef FURTHER_PACKAGE
#define FURTHER issued
#else
#define FURTHER 0
#endif

#ifdef M_IMPORTED_TWICE
#define MAY_IMPORT (imports < 2)
#else
#define MAY_IMPORT (imports < 2 && !remembered)
#endif

active proctype clients() {
    d_step {
        for (i : 0 .. HONEST - 1) {
#ifndef REGISTRATIONS
            changed = 1; suite[i] = ITS; owner[i] = B; arrived[i] = BIT(SECOND); confirmed[i] = 1;
#endif
            further[i] = FURTHER
        }
        i = 0
    };
    atomic {
        for (i : 0 .. HONEST - 1) {
            run clientsOf(i);
            for (n : 0 .. KEYS - 1) {
                run shareAt(i, n);
                run askedAt(i, 0, n);
                if
                :: MACHINES > 1 -> run askedAt(i, 1, n)
                :: else
                fi
            }
        }
        for (n : 0 .. KEYS - 1) {
            run retrieval(0, n);
            if
            :: MACHINES > 1 -> run retrieval(1, n)
            :: else
            fi
        }
        i = 0; n = 0
    };
    do
    :: d_step { !looking && !mode[KEYS - 1] ->
        looking = 1; settled = 1;
        for (i : 0 .. HONEST - 1) { settled = settled && confirmed[i] }
        i = 0;
        printf("A looks b up, settled %d\n", settled) }
    :: d_step { looking && ITS_BELIEVED -> makeKey(ITS) }
    :: d_step { looking && CLASSIC_BELIEVED -> makeKey(CLASSIC) }
    :: d_step { mode[0] && !has[0] && TAKEN_AS_SAID(0) >= K -> haveKey(0) }
    :: d_step { KEYS > 1 && mode[KEYS - 1] && !has[KEYS - 1] && TAKEN_AS_SAID(KEYS - 1) >= K -> haveKey(KEYS - 1) }
#ifdef REGISTRATIONS
    :: d_step { !changed -> printf("B is changed\n"); changed = 1 }
#endif
#ifdef LEAVES
    :: d_step { changed && !left -> printf("B gives b up\n"); left = 1 }
#endif
#ifdef PACKAGE
    :: d_step { MAY_IMPORT -> printf("B imports the package\n"); imports++; remembered = 1; next = 0 }
    :: d_step { imports && remembered && next < 2 ->
        printf("B uses byte %d of the package\n", next);
        fresh = !(used & BIT(next)); assert(fresh);
        used = used | BIT(next); next++ }
#ifdef LOSES_STORE
    :: d_step { remembered -> printf("B loses its store\n"); remembered = 0 }
#endif
#endif
    /* To see that the model gets there. */
#ifdef W_DELIVERED
    :: d_step { has[KEYS - 1] && delivered[RETRIEVAL(MACHINES - 1, KEYS - 1)] -> assert(false) }
#endif
#ifdef W_CLASSIC_THEN_ITS
    :: d_step { mode[0] == CLASSIC && delivered[RETRIEVAL(0, 0)] && mode[1] == ITS && delivered[RETRIEVAL(0, 1)] -> assert(false) }
#endif
    od
}
