/*
 * A client that loses its connection: one message, which it signs anew in each session, and two nodes. The client
 * sends it in session 1. When the answer does not come, the client logs in at any node, and that login ends the
 * session before.
 *
 * A request can stay in the network, or in a node that is paused, for any time: it can be taken up long after
 * the client has given it up. commit.pml shows what a transaction does beside the locks of sessions.
 */
#include "properties.h"

#ifndef SESSIONS
#define SESSIONS 3
#endif
/* How often the client gives a connection up although its node lives and the answer may be on its way. */
#ifndef IMPATIENCE
#define IMPATIENCE 2
#endif
/* How often a node dies or hangs. */
#ifndef CRASHES
#define CRASHES 1
#endif
/* How many sessions end because their nodes are taken for dead, which may be alive. */
#ifndef DEATHS
#define DEATHS 1
#endif

/* The rows of sessions, and the node of each. A transaction has a shared lock on a row. */
bool row[SESSIONS + 1];
byte home[SESSIONS + 1];
bool locked[SESSIONS + 1];

/* The lines: of which session there is one. */
bool stored[SESSIONS + 1];
/* What a login has told: that this session's message is not in the record and never will be. What an answer
 * has told: that it was not written. */
bool settled[SESSIONS + 1];
bool refused[SESSIONS + 1];

/* Requests that no node has taken up. */
bool sent[SESSIONS + 1];
/* Connections that ended with their node. */
bool cut[SESSIONS + 1];
mtype = { NOTHING, YES, NO };
/* To the client, on the connection that it has. */
mtype answer = NOTHING;

/* What the database has of a node's transaction. */
mtype = { NONE, OPEN, COMMITTING, WRITTEN, UNDONE };
mtype txn[3] = NONE;
byte txnSession[3];
bool alive[3] = true;
/* What it had in memory is gone. */
bool forgot[3];

byte current = 0;
bool decided = false;

#ifdef HISTORY_FROM_MEMORY
/* Up to where each node has followed the others: the lines that it knows. */
byte known[3];
#endif

#ifdef LIVE
ltl answered { <> decided }

/* Under fairness SPIN looks for cycles only: with this, it is one, too, when everything else waits for ever. */
active proctype Clock() {
  do
  :: home[0] == 0
  od
}
#endif

#define GOES_ON(n) (txn[n] == OPEN || txn[n] == COMMITTING)

inline finish(n, how) {
  txn[n] = how;
  locked[txnSession[n]] = false
}

inline carryOut(n) {
  if
#if SESSIONS == 3
  :: PROPERTY(TWICE, !stored[1] && !stored[2] && !stored[3]);
#else
  :: PROPERTY(TWICE, !stored[1] && !stored[2]);
#endif
    PROPERTY(UNSETTLED, !settled[txnSession[n]]);
    PROPERTY(TOLD, !refused[txnSession[n]]);
    stored[txnSession[n]] = true;
    finish(n, WRITTEN)
  :: finish(n, UNDONE)
  fi
}

active proctype Database() {
end:
  do
  :: atomic { txn[1] == COMMITTING -> carryOut(1) }
  :: atomic { txn[2] == COMMITTING -> carryOut(2) }
#ifndef NO_SILENCE_LIMIT
  /* The limit for silence, for nodes that hang. */
  :: d_step { txn[1] == OPEN && !alive[1] -> finish(1, UNDONE) }
  :: d_step { txn[2] == OPEN && !alive[2] -> finish(2, UNDONE) }
#endif
  od
}

inline cutOff(s) {
  if
  :: home[s] == n -> cut[s] = true; sent[s] = false
  :: else
  fi
}

active proctype Failures() {
  byte n, left = CRASHES;
  do
  :: atomic { left > 0 -> left--;
      if
      :: n = 1
      :: n = 2
      fi;
      alive[n] = false;
      if
      /* Its connections to the database end with it. */
      :: txn[n] == OPEN -> finish(n, UNDONE)
      /* It hangs, or the network to it is gone. */
      :: true
      fi;
      cutOff(1); cutOff(2);
#if SESSIONS == 3
      cutOff(3)
#endif
    };
    if
    :: atomic { forgot[n] && !GOES_ON(n) -> forgot[n] = false; alive[n] = true; n = 0 }
    /* Or never again. */
    :: atomic { n = 0; break }
    fi
  :: break
  od
}

/* Another node ends a session of one that gives no sign of life. */
active proctype Deaths() {
  byte left = DEATHS;
end:
  do
  :: atomic { left > 0 && row[1] && !locked[1] -> row[1] = false; left-- }
  :: atomic { left > 0 && row[2] && !locked[2] -> row[2] = false; left-- }
#if SESSIONS == 3
  :: atomic { left > 0 && row[3] && !locked[3] -> row[3] = false; left-- }
#endif
  od
}

#ifdef ENDED_AT_NODE
/* A node knows which sessions were ended there. */
bool endedAt[2 * SESSIONS + 2];
#define ENDED(n, s) endedAt[2 * (s) + (n) - 1]
#define IS_OVER(s) ENDED(me, s)
#elif defined(NO_ROW_IS_OPEN)
#define IS_OVER(s) false
#else
#define IS_OVER(s) (!row[s])
#endif

inline reply(what) {
  if
  :: s == current -> answer = what
  :: else
  fi
}

proctype Node(byte me) {
  byte s;
  bool tried, isOver;
life:
  {
end:
    do
    :: atomic { !GOES_ON(me) ->
        if
        :: sent[1] && home[1] == me -> s = 1
        :: sent[2] && home[2] == me -> s = 2
#if SESSIONS == 3
        :: sent[3] && home[3] == me -> s = 3
#endif
        fi;
        sent[s] = false;
#ifdef LOOKED_EARLY
        /* When the request comes, and not when its line is written. */
        isOver = IS_OVER(s) };
      atomic { !GOES_ON(me);
#endif
again:
        txn[me] = OPEN; txnSession[me] = s;
#if defined(ROW_NOT_LOCKED) || defined(ENDED_AT_NODE)
        isOver = IS_OVER(s)
#elif !defined(LOOKED_EARLY)
#ifdef RETRIED_WITHOUT_LOOKING
        if
        :: tried -> goto looked
        :: else
        fi;
#endif
        isOver = IS_OVER(s);
        locked[s] = row[s]
#endif
      };
looked:
      if
      /* Rooms are locked, lines are written. */
      :: atomic { txn[me] == OPEN && !isOver -> txn[me] = COMMITTING }
      /* Nothing is to be written, or the node has been paused for too long. */
#ifdef NO_SILENCE_LIMIT
      :: atomic { txn[me] == OPEN && isOver -> finish(me, UNDONE) }
#else
      :: atomic { txn[me] == OPEN -> finish(me, UNDONE) }
#endif
      fi;
ended:
      /* An answer, or the lock of the room: the transaction is over. */
      atomic { !GOES_ON(me);
        if
        :: stored[s] -> reply(YES)
        :: !stored[s] && !isOver && !tried -> tried = true; goto again
        :: !stored[s] -> refused[s] = true; reply(NO)
        fi;
        s = 0; tried = false; isOver = false; txn[me] = NONE; txnSession[me] = 0 }
    od
  } unless { !alive[me] };
  atomic { s = 0; tried = false; isOver = false;
    forgot[me] = true;
    if
    :: GOES_ON(me)
    :: else -> txn[me] = NONE; txnSession[me] = 0
    fi };
end_dead:
  alive[me];
  atomic { txn[me] = NONE; txnSession[me] = 0 };
  goto life
}

#ifdef HISTORY_FROM_MEMORY
#define RECORD (stored[1] + 2 * stored[2] + 4 * stored[3])
active proctype Followers() {
end:
  do
  :: atomic { known[1] != RECORD -> known[1] = RECORD }
  :: atomic { known[2] != RECORD -> known[2] = RECORD }
  od
}
#define IS_IN_HISTORY(s) (stored[s] && (known[to] & (1 << ((s) - 1))))
#else
#define IS_IN_HISTORY(s) stored[s]
#endif

#ifdef ROW_AFTER_ANSWER
proctype LateRow(byte s) {
  row[s] = true
}
#endif

inline endSession(s) {
#if defined(ENDED_AT_NODE)
  ENDED(to, s) = true
#elif defined(SENT_AGAIN_UNSETTLED)
  true
#else
  /* The statement waits for all transactions that have the row locked. */
  atomic { !locked[s] -> row[s] = false }
#endif
}

inline readHistory(s) {
  atomic {
    if
    :: IS_IN_HISTORY(s) -> decided = true
#ifdef SENT_AGAIN_UNSETTLED
    :: else
#else
    :: else -> settled[s] = true
#endif
    fi
  }
}

proctype Client() {
  byte impatience, to;
  do
  :: !decided && current < SESSIONS ->
    /* A login at a node that lives. */
    atomic {
      if
      :: alive[1] -> to = 1
      :: alive[2] -> to = 2
      fi };
    if
    :: current > 0 ->
#ifdef HISTORY_READ_FIRST
      readHistory(current);
      endSession(current)
#else
      endSession(current);
      readHistory(current)
#endif
    :: else
    fi;
    if
    :: !decided ->
      atomic { current++;
        home[current] = to;
#ifdef ROW_AFTER_ANSWER
        run LateRow(current);
#else
        row[current] = true;
#endif
        to = 0; answer = NOTHING };
      if
      :: sent[current] = true
      /* It gets lost with its connection. */
      :: impatience < IMPATIENCE -> impatience++; goto lost
      fi;
      if
      :: atomic { answer == YES -> PROPERTY(TOLD, stored[current]); decided = true }
      :: atomic { answer == NO -> PROPERTY(TOLD, !stored[current]); decided = true }
      :: impatience < IMPATIENCE -> impatience++
      :: cut[current] || !alive[home[current]]
      fi;
lost:
      true
    :: else
    fi
  :: decided || current == SESSIONS -> break
  od
}

init {
  atomic { run Node(1); run Node(2); run Client() }
}
