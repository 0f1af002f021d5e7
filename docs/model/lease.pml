/*
 * The right to write: lease, epoch, transactions, heads. One partition with one room, two or
 * three nodes, one database. README.md says what each property means and what is left out.
 *
 * A process may stop between any two steps for any time: that is a node's pause. What stands in one d_step
 * or atomic is one statement of the database, or something that nobody else sees.
 */
#include "properties.h"

#ifndef NODES
#define NODES 2
#endif
#ifndef MESSAGES
#define MESSAGES 3
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
/* How often the lease of a node that lives and renews it runs out, because the node was paused. */
#ifndef LAPSES
#define LAPSES 2
#endif
/* How often the answer to a claim is lost. Answers to commits are lost without a bound. */
#ifndef LOST_CLAIMS
#define LOST_CLAIMS 1
#endif

#define NOBODY 0
#define UNKNOWN 255

/* The row of the partition. `over` is lease_until against the database's clock. */
byte epoch = 0;
byte holder = NOBODY;
bool over = true;
/* The node whose transaction has the lock of the row. */
byte lock = NOBODY;

/* The lines. Two bits of `chain` name the message of one line, so that a chain value is the whole history.
 * The table's primary key is left out on purpose: the epoch has to do without its help. */
byte length = 0;
byte chain = 0;
bool stored[MESSAGES + 1];

/* What the database has of a node's transaction, and keeps when the node is gone. */
mtype = { NONE, OPEN, COMMITTING, WRITTEN, UNDONE };
mtype txn[NODES + 1] = NONE;
byte txnEpoch[NODES + 1];
byte txnPosition[NODES + 1];
byte txnBase[NODES + 1];
byte txnMessage[NODES + 1];

/* The epoch that a node believes to be its own. */
byte mine[NODES + 1];
bool alive[NODES + 1] = true;

byte next = 1;
byte lapses = 0;
byte lostClaims = 0;

/* What callers have been told: that this message was not written; up to which position lines are there. */
bool refused[MESSAGES + 1];
byte acknowledged = 0;

/* The history up to a position. */
#define UPTO(position) (chain >> (2 * (length - (position))))
#define OWNS(n) (alive[n] && epoch > 0 && mine[n] == epoch)
#if NODES == 2
#define OWNED (OWNS(1) || OWNS(2))
#else
#define OWNED (OWNS(1) || OWNS(2) || OWNS(3))
#endif
#ifdef RENEWED_BY_NAME
/* Renewal of all rows that have the node's name, whether or not it knows that it holds them. */
#define RENEWED (holder != NOBODY && alive[holder])
#else
#define RENEWED OWNED
#endif

#ifdef LIVE
/* However often nodes die and pause, as long as that ends and one lives, the partition has an owner. */
ltl owned { []<> OWNED }
#endif

/* It carries out the commits that were sent to it, whether or not anybody waits for the answer. */
active proctype Database() {
end:
  do
  :: atomic { lock != NOBODY && txn[lock] == COMMITTING ->
      if
      :: PROPERTY(OLD_EPOCH, txnEpoch[lock] == epoch);
        PROPERTY(ONE_LINE, txnPosition[lock] == length + 1);
        PROPERTY(FORK, txnBase[lock] == chain);
        PROPERTY(TOLD, !refused[txnMessage[lock]]);
        length++;
        chain = chain * 4 + txnMessage[lock];
        stored[txnMessage[lock]] = true;
        txn[lock] = WRITTEN
      :: txn[lock] = UNDONE
      fi;
      lock = NOBODY }
#ifndef NO_IDLE_LIMIT
  /* A transaction from which nothing comes is rolled back, and its lock is gone. */
  :: d_step { lock != NOBODY && txn[lock] == OPEN -> txn[lock] = UNDONE; lock = NOBODY }
#endif
  :: d_step { !over && !RENEWED -> over = true }
  :: d_step { !over && RENEWED && lapses < LAPSES -> lapses++; over = true }
  od
}

active proctype Crashes() {
  byte n, left = CRASHES;
  do
  :: atomic { left > 0 -> left--;
      if
      :: n = 1
      :: n = 2
#if NODES == 3
      :: n = 3
#endif
      fi;
      alive[n] = false; mine[n] = 0 };
    if
    :: alive[n] = true
    /* Or never again. */
    :: break
    fi
  :: break
  od
}

#if defined(OWN_CLOCK)
/* Its own clock runs ahead of the database's, and says at any time that the lease is over. */
#define MAY_CLAIM (holder == NOBODY || holder == me || over || lapses < LAPSES)
#elif defined(RENEWED_BY_NAME)
#define MAY_CLAIM (holder == NOBODY || over)
#else
/* One's own name in the row is that of an earlier life, or of a claim whose answer was lost. */
#define MAY_CLAIM (holder == NOBODY || holder == me || over)
#endif

#if defined(NO_EPOCH) || defined(LEASE_ALONE)
#define MAY_WRITE true
#else
#define MAY_WRITE (mine[me] == epoch)
#endif

/* Sets mine[me], and leaves it 0 if there was nothing to be had. */
inline claim() {
#if defined(ADOPT)
  /* A node that finds its own name in the row goes on under that epoch. Reading waits for no lock. */
  if
  :: d_step { epoch > 0 && holder == me -> mine[me] = epoch }
  :: atomic { lock == NOBODY && holder != me && MAY_CLAIM -> epoch++; holder = me; over = false; mine[me] = epoch }
  fi
#elif defined(CLAIM_WITHOUT_COMPARING)
  /* Looks, and then writes what follows from what it saw. */
  d_step { lock == NOBODY && MAY_CLAIM -> seen = epoch };
  d_step { lock == NOBODY -> epoch = seen + 1; holder = me; over = false; mine[me] = epoch; seen = 0 }
#else
  atomic { lock == NOBODY && MAY_CLAIM ->
    if
    :: !over && holder != NOBODY && holder != me -> PROPERTY(DEPOSED, !RENEWED); lapses++
    :: else
    fi;
    epoch++; holder = me; over = false;
    if
#ifdef EPOCH_READ_LATER
    :: mine[me] = UNKNOWN
#else
    :: mine[me] = epoch
#endif
    :: lostClaims < LOST_CLAIMS -> lostClaims++
    fi };
#ifdef EPOCH_READ_LATER
  /* The epoch is read in a transaction of its own. */
  atomic {
    if
    :: mine[me] == UNKNOWN -> mine[me] = epoch
    :: else
    fi }
#endif
#endif
}

inline forget() {
  tail = 0; tailChain = 0; message = 0; floor = 0
}

proctype Node(byte me) {
  byte tail, tailChain;
  byte message, floor;
#ifdef CLAIM_WITHOUT_COMPARING
  byte seen;
#endif
life:
  {
outside:
    do
#ifdef TAIL_BEFORE_CLAIM
    /* What it knows of the room as a reader has to do. */
    :: atomic { tail != length -> tail = length; tailChain = chain }
#endif
    :: claim();
      if
      :: mine[me] != 0 -> break
      :: else
      fi
    od;
#ifndef TAIL_BEFORE_CLAIM
    atomic { tail = length; tailChain = chain };
#endif

    do
    /* Renewal when no line does it. Not before it is due, which keeps the number of states small. */
    :: atomic { lock == NOBODY && over ->
        if
        :: mine[me] == epoch -> over = false
        :: else -> mine[me] = 0; forget(); goto outside
        fi }

    /* A line. The fence comes first in its transaction and takes the row's lock. */
#ifdef LEASE_ALONE
    /* It is this node's lease when it looks. Then it is paused. */
    :: holder == me && !over;
      atomic { next <= MESSAGES && lock == NOBODY ->
#else
    :: atomic { next <= MESSAGES && lock == NOBODY ->
#endif
        if
        :: MAY_WRITE ->
#ifndef FENCE_APART
          lock = me;
#endif
          over = false
        :: else -> mine[me] = 0; forget(); goto outside
        fi;
        message = next; next++;
        txn[me] = OPEN; txnEpoch[me] = mine[me]; txnMessage[me] = message;
        txnPosition[me] = tail + 1; txnBase[me] = tailChain };
#ifdef FENCE_APART
      /* The fence was a transaction of its own, and this one begins with the line. */
      atomic { lock == NOBODY -> lock = me };
#endif
#ifdef HEAD_BEFORE_COMMIT
      PROPERTY(HEAD, tail + 1 <= length && UPTO(tail + 1) == tailChain * 4 + message);
#endif
#ifdef ACKNOWLEDGED_FIRST
      PROPERTY(LOST, stored[message]);
#endif
      if
      :: d_step { txn[me] == OPEN -> txn[me] = COMMITTING }
      :: txn[me] == UNDONE
      fi;
#ifdef JUDGED_FROM_MEMORY
      /* While the writer waits, another thread judges which line a client says that it has seen. The client
       * may have read the newest one at another node. */
      PROPERTY(FALSE_ALARM, length <= tail);
#endif
      if
      :: atomic { txn[me] == WRITTEN ->
          PROPERTY(LOST, stored[message]);
          tail++; tailChain = tailChain * 4 + message;
          acknowledged = (acknowledged < tail -> tail : acknowledged) }
      /* An error, or no answer. Whoever gets the lock of the row knows that the transaction is over. */
#ifdef ASKED_WITHOUT_LOCK
      :: atomic { true ->
#else
      :: atomic { lock == NOBODY ->
#endif
#ifdef COUNTED_AS_FAILED
          refused[message] = true;
          PROPERTY(TOLD, !stored[message]);
#else
          if
          :: stored[message] ->
            acknowledged = (acknowledged < tail + 1 -> tail + 1 : acknowledged)
          :: else -> refused[message] = true
          fi;
#endif
          if
#ifdef TAIL_KEPT
          :: MAY_WRITE
#else
          /* What was remembered may not be what the database holds. */
          :: MAY_WRITE -> tail = length; tailChain = chain
#endif
          :: else -> mine[me] = 0; forget(); goto outside
          fi }
      fi;
      atomic { message = 0;
        if
        :: lock != me -> txn[me] = NONE; txnEpoch[me] = 0; txnMessage[me] = 0; txnPosition[me] = 0; txnBase[me] = 0
        :: else
        fi }

#ifndef LIVE
    /* A head for somebody who has seen lines up to `floor`. */
    :: floor = acknowledged;
#ifndef HEAD_FROM_MEMORY
      atomic { lock == NOBODY ->
        if
        :: mine[me] == epoch
        :: else -> mine[me] = 0; forget(); goto outside
        fi };
#endif
      d_step {
        PROPERTY(HEAD, tail <= length && UPTO(tail) == tailChain);
        PROPERTY(STALE_HEAD, tail >= floor);
        floor = 0 }
#endif
    od
  } unless { !alive[me] };
  atomic { forget() };
end:
  alive[me];
  goto life
}

init {
  atomic {
    run Node(1); run Node(2)
#if NODES == 3
    ; run Node(3)
#endif
  }
}
