/*
 * Transactions of several nodes on one database: what they lock, what a node remembers, and what it says to
 * senders and listeners. README.md says what each property means and what is left out.
 *
 * A process may stop between any two steps for any time: that is a node's pause. What stands in one d_step
 * or atomic is one statement of the database, or something that nobody else sees.
 */
#include "properties.h"

#ifndef NODES
#define NODES 2
#endif
#ifndef ROOMS
#define ROOMS 2
#endif
/* How many batches all nodes together write. */
#ifndef BATCHES
#define BATCHES 3
#endif
/* How often a node dies or hangs. Answers to commits are lost without a bound. */
#ifndef CRASHES
#define CRASHES 0
#endif
/* Whether a server outside the cluster may take the database over. */
#ifndef TAKEOVERS
#define TAKEOVERS 0
#endif
/* Whether a transaction may lose its locks and go on all the same, because something between the node and the
 * database makes a new connection without a word. That is not so, but is what heads are compared for. */
#ifndef RECONNECTS
#define RECONNECTS 0
#endif

#define NOBODY 0
#define BIT(r) (1 << (r))
/* Where an array has something of a node in a room. */
#define OF(n, r) (ROOMS * (n) + (r))

/* The row of the epoch: another server has the right to write. */
bool over = false;

/* The lines of each room. Two bits of `chain` name the batch that wrote a line, so that a chain value is the
 * whole history. `stored` has a bit for each batch. The primary key of the table of lines is left out on purpose:
 * the locks have to do without its help. Room 0 has a row for its head from the beginning, room 1 gets it
 * with its first line. */
byte length[ROOMS] = 0;
byte chain[ROOMS] = 0;
byte stored[ROOMS] = 0;
/* The node whose transaction has the lock of the head's row. */
byte lock[ROOMS] = NOBODY;

/* What the database has of a node's transaction, and keeps when the node is gone. */
mtype = { NONE, OPEN, COMMITTING, WRITTEN, UNDONE };
mtype txn[NODES + 1] = NONE;
byte txnBatch[NODES + 1];
byte txnRooms[NODES + 1];
/* Behind which end it places its lines. */
byte at[ROOMS * (NODES + 1)];
byte base[ROOMS * (NODES + 1)];

bool alive[NODES + 1] = true;
/* What it had in memory is gone. */
bool forgot[NODES + 1];
/* Has lines for which senders wait. */
bool busy[NODES + 1];
byte next = 1;
/* The batches of which senders have been told that they were not written. */
byte refused = 0;

/* The history up to a position, and the line there. */
#define UPTO(r, position) (chain[r] >> (2 * (length[r] - (position))))
#define LINE(r, position) (UPTO(r, position) & 3)
/* A room without a line has no row for its head, so that there is nothing to lock. */
#define HAS_HEAD(r) ((r) == 0 || length[r] > 0)
#define IN_BATCH(n, r) (txnRooms[n] & BIT(r))
#define GOES_ON(n) (txn[n] == OPEN || txn[n] == COMMITTING)

#ifdef LIVE
/* However often nodes die and hang, as long as that ends, all senders of living nodes get an answer. */
#define DECIDED(n) (!busy[n] || !alive[n])
ltl all_decided { <>[] (DECIDED(1) && DECIDED(2)) }

/* Under fairness SPIN looks for cycles only: with this, it is one, too, when everything else waits for ever. */
active proctype Clock() {
  do
  :: next > 0
  od
}
#endif

inline free(n) {
  lock[0] = (lock[0] == n -> NOBODY : lock[0]);
#if ROOMS == 2
  lock[1] = (lock[1] == n -> NOBODY : lock[1])
#endif
}

inline undo(n) {
  txn[n] = UNDONE;
  free(n)
}

inline store(n, r) {
  if
  :: IN_BATCH(n, r) ->
    PROPERTY(ONE_LINE, at[OF(n, r)] == length[r]);
    PROPERTY(FORK, base[OF(n, r)] == chain[r]);
    PROPERTY(TWICE, !(stored[r] & BIT(txnBatch[n])));
    length[r]++;
    chain[r] = chain[r] * 4 + txnBatch[n];
    stored[r] = stored[r] | BIT(txnBatch[n])
  :: else
  fi
}

inline carryOut(n) {
  if
  :: PROPERTY(OLD_EPOCH, !over);
    PROPERTY(TOLD, !(refused & BIT(txnBatch[n])));
    store(n, 0);
#if ROOMS == 2
    store(n, 1);
#endif
    txn[n] = WRITTEN;
    free(n)
  :: undo(n)
  fi
}

/* It carries out the commits that were sent to it, whether or not anybody waits for the answer. */
active proctype Database() {
end:
  do
  :: atomic { txn[1] == COMMITTING -> carryOut(1) }
  :: atomic { txn[2] == COMMITTING -> carryOut(2) }
#if NODES == 3
  :: atomic { txn[3] == COMMITTING -> carryOut(3) }
#endif
#ifndef NO_SILENCE_LIMIT
  /* A connection that says nothing is ended, and its transaction is rolled back: this is for nodes that hang, and
   * pausedTooLong() for those that go on. */
  :: d_step { txn[1] == OPEN && !alive[1] -> undo(1) }
  :: d_step { txn[2] == OPEN && !alive[2] -> undo(2) }
#if NODES == 3
  :: d_step { txn[3] == OPEN && !alive[3] -> undo(3) }
#endif
#endif
  od
}

/* A new epoch waits for all transactions that have read the old one. */
active proctype Outsider() {
  if
#ifdef EPOCH_NOT_LOCKED
  :: TAKEOVERS > 0 -> over = true
#else
  :: atomic { TAKEOVERS > 0 && !GOES_ON(1) && !GOES_ON(2) && !GOES_ON(NODES) -> over = true }
#endif
  :: true
  fi
}

active proctype Failures() {
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
      alive[n] = false;
      if
      /* Its connections end with it. */
      :: txn[n] == OPEN -> undo(n)
      /* It hangs, or the network to it is gone. */
      :: true
      fi };
    if
    :: atomic { forgot[n] && !GOES_ON(n) -> forgot[n] = false; alive[n] = true; n = 0 }
    /* Or never again. */
    :: atomic { n = 0; break }
    fi
  :: break
  od
}

/* The node's listeners get a line. */
inline tell(r, position, message) {
  PROPERTY(UNCOMMITTED, position <= length[r] && LINE(r, position) == message);
  PROPERTY(ORDER, position > told[r]);
  PROPERTY(GAP, position <= told[r] + 1);
  told[r] = position
}

inline catchUp(r, end) {
  if
  :: end > tail[r] ->
#ifndef MISSED_NOT_TOLD
    missed[r] = missed[r] + end - tail[r];
#endif
    tail[r] = end
  :: else
  fi
}

inline tellMissed(r) {
  do
  :: missed[r] > 0 ->
    tell(r, tail[r] - missed[r] + 1, LINE(r, tail[r] - missed[r] + 1));
    missed[r]--
  :: else -> break
  od
}

inline tellOwn(r) {
  if
  :: IN_BATCH(me, r) ->
#ifndef TAIL_MOVED_EARLY
    tail[r] = at[OF(me, r)] + 1;
#endif
    tell(r, at[OF(me, r)] + 1, batch)
  :: else
  fi
}

inline read(r) {
#ifdef TAIL_FROM_MEMORY
  at[OF(me, r)] = tail[r];
  base[OF(me, r)] = UPTO(r, tail[r])
#else
  at[OF(me, r)] = length[r];
  base[OF(me, r)] = chain[r]
#endif
}

/* The lock of a head's row, and what stands in the row. */
inline take(r) {
  lock[r] = (HAS_HEAD(r) -> me : lock[r]);
#ifndef HEAD_BEFORE_LOCK
  read(r)
#endif
}

/* The limit for silence: the node has been paused for too long. One that waits for a lock is not silent. */
inline pausedTooLong() {
#ifdef NO_SILENCE_LIMIT
  false
#else
  undo(me)
#endif
}

inline lockHead(r) {
  if
  :: !IN_BATCH(me, r)
  :: atomic { IN_BATCH(me, r) && lock[r] == NOBODY ->
      if
      :: take(r)
      :: pausedTooLong(); goto ended
      fi }
  fi
}

#if defined(TAIL_FROM_MEMORY) || defined(HEAD_BEFORE_LOCK) || defined(NO_COMPARING)
#define IS_WHERE_READ(r) true
#else
#define IS_WHERE_READ(r) (length[r] == at[OF(me, r)] && chain[r] == base[OF(me, r)])
#endif
#ifdef NO_KEY
#define IS_STILL_WITHOUT_HEAD(r) true
#else
#define IS_STILL_WITHOUT_HEAD(r) (length[r] == 0)
#endif
/* The head is inserted, which its key permits once, or moved from where it was read. */
#define IS_INSERTED(r) ((r) == 1 && at[OF(me, r)] == 0)
#define IS_MOVED(r) (!IN_BATCH(me, r) || (IS_INSERTED(r) -> IS_STILL_WITHOUT_HEAD(r) : IS_WHERE_READ(r)))
/* Both take the lock of the row, if the transaction does not have it already. */
#define IS_FREE(r) (!IN_BATCH(me, r) || lock[r] == NOBODY || lock[r] == me)
/* One line speaks for all that a transaction has written. */
#define FIRST (txnRooms[me] == 2 -> 1 : 0)
#define AT at[OF(me, FIRST)]
#define IS_LINE_THERE (length[FIRST] > AT)
#ifdef ASKED_BY_POSITION
#define IS_STORED IS_LINE_THERE
#else
#define IS_STORED (IS_LINE_THERE && UPTO(FIRST, AT + 1) == base[OF(me, FIRST)] * 4 + batch)
#endif

inline clear() {
  txn[me] = NONE; txnBatch[me] = 0; txnRooms[me] = 0;
  at[OF(me, 0)] = 0; base[OF(me, 0)] = 0;
#if ROOMS == 2
  at[OF(me, 1)] = 0; base[OF(me, 1)] = 0
#endif
}

inline forget() {
  batch = 0; tried = false;
  busy[me] = false;
  if
  :: GOES_ON(me)
  :: else -> clear()
  fi
}

proctype Node(byte me) {
  byte batch;
  bool tried;
  /* Up to where the node has read or written, how many lines of that its listeners are still to hear, and, which
   * is for the properties only, what they have heard. */
  byte tail[ROOMS], missed[ROOMS], told[ROOMS];
life:
  {
    /* Somebody asks for the rooms. */
    atomic {
      clear();
      tail[0] = length[0]; told[0] = length[0]; missed[0] = 0;
#if ROOMS == 2
      tail[1] = length[1]; told[1] = length[1]; missed[1] = 0
#endif
    };
end:
    do
    :: atomic { next <= BATCHES && !GOES_ON(me) ->
        batch = next; next++;
        busy[me] = true;
        txnBatch[me] = batch;
        if
        :: txnRooms[me] = 1
#if ROOMS == 2
        :: txnRooms[me] = 2
        :: txnRooms[me] = 3
#endif
        fi };
again:
      atomic { !GOES_ON(me);
        if
        :: over -> refused = refused | BIT(batch); forget(); goto fenced
        :: else -> txn[me] = OPEN
        fi;
#ifdef HEAD_BEFORE_LOCK
        read(0);
#if ROOMS == 2
        read(1)
#endif
#endif
      };
#if defined(LOCKS_OUT_OF_ORDER) && ROOMS == 2
      if
      :: me == 2 -> lockHead(1)
      :: else
      fi;
#endif
      lockHead(0);
#if ROOMS == 2
#ifdef LOCKS_OUT_OF_ORDER
      if
      :: me == 1 -> lockHead(1)
      :: else
      fi;
#else
      lockHead(1);
#endif
#endif
#if RECONNECTS > 0
      if
      :: d_step { free(me) }
      :: true
      fi;
#endif
      /* Lines and heads are written, and the commit is sent. */
      if
#if ROOMS == 2
      :: atomic { txn[me] == OPEN && IS_FREE(0) && IS_FREE(1) ->
#else
      :: atomic { txn[me] == OPEN && IS_FREE(0) ->
#endif
#ifndef TAIL_FROM_MEMORY
          if
          :: IN_BATCH(me, 0) -> catchUp(0, at[OF(me, 0)])
          :: else
          fi;
#ifdef ADVANCED_BEFORE_ALL_IS_READ
          if
          /* The second room's lines cannot be read, and the first one's get lost with them. */
          :: txnRooms[me] == 3 -> missed[0] = 0; undo(me); goto ended
          :: true
          fi;
#endif
#if ROOMS == 2
          if
          :: IN_BATCH(me, 1) -> catchUp(1, at[OF(me, 1)])
          :: else
          fi;
#endif
#endif
#ifdef ACKNOWLEDGED_FIRST
          PROPERTY(LOST, stored[FIRST] & BIT(batch));
#endif
#ifdef TOLD_FIRST
          tellMissed(FIRST);
          tell(FIRST, AT + 1, batch);
#endif
          if
#if ROOMS == 2
          :: IS_MOVED(0) && IS_MOVED(1) ->
#else
          :: IS_MOVED(0) ->
#endif
            txn[me] = COMMITTING;
            lock[0] = (IN_BATCH(me, 0) -> me : lock[0]);
#if ROOMS == 2
            lock[1] = (IN_BATCH(me, 1) -> me : lock[1]);
#endif
#ifdef TAIL_MOVED_EARLY
            tellMissed(0);
            tail[0] = (IN_BATCH(me, 0) -> tail[0] + 1 : tail[0]);
#if ROOMS == 2
            tellMissed(1);
            tail[1] = (IN_BATCH(me, 1) -> tail[1] + 1 : tail[1])
#endif
#endif
          :: else -> undo(me)
          fi }
      :: atomic { txn[me] == OPEN -> pausedTooLong() }
      fi;
ended:
#ifdef FOLLOWED_IN_DOUBT
      atomic { catchUp(0, length[0]); tellMissed(0) };
#endif
      if
      :: atomic { txn[me] == WRITTEN -> goto written }
      /* An error, or no answer. Its own earlier transaction has the lock of its rooms until it is over. */
#if defined(COUNTED_AS_FAILED)
      :: atomic { true ->
#elif defined(TRIED_AGAIN_UNASKED)
      :: atomic { !GOES_ON(me) ->
#elif defined(ASKED_WITHOUT_LOCK)
      :: atomic { true ->
          if
          :: IS_STORED -> goto written
          :: else
          fi;
#else
      :: atomic { lock[FIRST] == NOBODY ->
          if
#ifdef OWN_LINES_FIRST
          :: IS_STORED -> tell(FIRST, AT + 1, batch); goto written
#else
          :: IS_STORED -> goto written
#endif
          :: else
          fi;
#endif
        /* Nothing was written. */
        tellMissed(0);
#if ROOMS == 2
        tellMissed(1);
#endif
        if
        :: !tried && !GOES_ON(me) -> tried = true; goto again
        :: true
        fi;
        PROPERTY(TOLD, !(stored[FIRST] & BIT(batch)));
        refused = refused | BIT(batch);
        goto decided }
      fi;
written:
      atomic {
        PROPERTY(LOST, stored[FIRST] & BIT(batch));
        tellMissed(0);
#if ROOMS == 2
        tellMissed(1);
#endif
        tellOwn(0);
#if ROOMS == 2
        tellOwn(1)
#endif
      };
decided:
      atomic { forget() }
    od
  } unless { !alive[me] };
  atomic { forget();
    forgot[me] = true;
    tail[0] = 0; told[0] = 0; missed[0] = 0;
#if ROOMS == 2
    tail[1] = 0; told[1] = 0; missed[1] = 0
#endif
  };
end_dead:
  alive[me];
  goto life;
fenced:
end_fenced:
  false
}

init {
  atomic {
    run Node(1); run Node(2)
#if NODES == 3
    ; run Node(3)
#endif
  }
}
