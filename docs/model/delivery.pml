/*
 * What people see: the lines of one room reach connections at two nodes, both of which write. Connection 1 stays
 * at node 1. Connection 2 begins at node 2, loses its connection and comes back at either.
 *
 * A hint says nothing but that a node should look. A node may look at any time, any number of times: so it
 * makes no difference whether a hint gets lost, comes twice, late or before another one.
 */
#include "properties.h"

#ifndef LINES
#define LINES 3
#endif
#ifndef MOVES
#define MOVES 2
#endif
/* How often somebody replaces the last line in the database by another one. */
#ifndef FORGERIES
#define FORGERIES 1
#endif

/* The database. Two bits of `chain` name the node that wrote a line, or the forger, so that a chain value is the
 * whole history. */
#define FORGER 3
byte length = 0;
byte chain = 0;
#define UPTO(position) (chain >> (2 * (length - (position))))

/* What a node remembers of the room, if somebody has asked for it: up to where it has read or written, with the
 * chain there. */
bool follows[3];
byte tail[3];
byte tailChain[3];
/* It has found another history than the one that it has told of, and serves the room no more. */
bool refuses[3];

/* Up to which line its writer has given lines to the thread that delivers, and that thread to the connections. */
byte given[3];
byte delivered[3];

/* A connection's node, 0 while it has none; the first line that is sent to it; the last one that its client has. */
byte at[3];
byte first[3];
byte seen[3];
/* The node at which connection 2 logs in. */
byte asks = 0;

#ifdef HINTS_ALONE
bool hint[3];
#endif
#ifdef HINT_BELIEVED
/* The newest line of which a node has been told. Hints that come late, or twice, are left out here. */
byte hinted[3];
#endif

#ifdef LIVE
ltl delivered_to_all { <>[] (length == LINES && seen[1] == LINES && seen[2] == LINES) }

/* Under fairness SPIN looks for cycles only: with this, it is one, too, when everything else waits for ever. */
active proctype Clock() {
  do
  :: at[0] == 0
  od
}
#endif

/* To the thread that delivers. */
inline give(n, position, before) {
  PROPERTY(ORDER, position > given[n]);
  PROPERTY(GAP, position <= given[n] + 1);
  PROPERTY(CHAIN, before == tailChain[n]);
  PROPERTY(UNCOMMITTED, position <= length);
  given[n] = position
}

/* Reads the lines behind the tail up to an end, and verifies that they continue what is remembered. */
inline catchUp(n, end) {
  do
  :: tail[n] < end && !refuses[n] ->
#ifndef NOT_AGAINST_TAIL
    if
    :: UPTO(tail[n]) != tailChain[n] -> refuses[n] = true; break
    :: else
    fi;
#endif
#ifdef GAP_NOT_FILLED
    tail[n] = end;
    tailChain[n] = UPTO(end - 1);
#else
    tail[n]++;
#endif
    give(n, tail[n], UPTO(tail[n] - 1));
    tailChain[n] = UPTO(tail[n])
  :: tail[n] == end && UPTO(end) != tailChain[n] -> refuses[n] = true; break
  :: else -> break
  od
}

#ifdef HINTS_ALONE
#define IS_TO_LOOK hint[me]
#else
#define IS_TO_LOOK (tail[me] < length)
#endif

inline follow() {
  atomic { IS_TO_LOOK && follows[me] && !refuses[me] -> end = length;
#ifdef HINTS_ALONE
    hint[me] = false
#endif
  };
  /* The head was read without a lock, and may have moved on. */
  atomic { catchUp(me, end); end = 0 }
}

/* The one thread that writes and follows. commit.pml shows what it does there. */
proctype Writer(byte me) {
  byte end, base;
end_writer:
  do
  :: atomic { length < LINES && follows[me] && !refuses[me] ->
      catchUp(me, length);
      if
      :: refuses[me] -> goto next
      :: else
      fi;
      base = chain;
      length++;
      chain = chain * 4 + me;
      end = length;
#ifdef HINTS_ALONE
      if
      :: hint[3 - me] = true
      /* It is lost. */
      :: true
      fi;
#endif
#ifdef HINT_BELIEVED
      hinted[3 - me] = length;
#endif
#ifdef ANSWER_APART
      /* The answer to connection 1 does not go through the thread that delivers. */
      PROPERTY(GAP, me != 1 || at[1] != 1 || end == seen[1] + 1);
#endif
    };
    /* Others may have written by now, before this node's listeners hear of its line. */
    atomic {
      give(me, end, base);
      tail[me] = end; tailChain[me] = base * 4 + me;
next:
      end = 0; base = 0 }
#ifndef FOLLOWED_BESIDE_WRITER
  :: follow()
#endif
#ifdef HINT_BELIEVED
  :: atomic { hinted[me] > tail[me] ->
      /* The line came with the hint. */
      give(me, hinted[me], tailChain[me]);
      tail[me] = hinted[me]; tailChain[me] = UPTO(tail[me]) }
#endif
  od
}

#ifdef FOLLOWED_BESIDE_WRITER
/* What hears the hints reads and tells by itself. */
proctype Follower(byte me) {
  byte end, from;
end_follower:
  do
  :: atomic { tail[me] < length && follows[me] -> from = tail[me] + 1; end = length };
    atomic { give(me, from, tailChain[me]); tail[me] = from; tailChain[me] = UPTO(from); end = 0; from = 0 }
  od
}
#endif

/* One connection gets a line, as the answer if it asked for it. */
inline put(c, position) {
  if
  :: at[c] == me && position >= first[c] ->
    PROPERTY(TWICE, position > seen[c]);
    PROPERTY(GAP, position <= seen[c] + 1);
    seen[c] = position
  :: else
  fi
}

/* Somebody asks for the room for the first time: its end is verified, and all later lines are told. */
inline open() {
  if
  :: follows[me]
  :: else ->
    follows[me] = true;
    tail[me] = length; tailChain[me] = chain;
    given[me] = length; delivered[me] = length
  fi
}

#ifdef NOT_FILTERED
#define FIRST_LINE(goal) 0
#else
#define FIRST_LINE(goal) ((goal) + 1)
#endif

/* The head that the login tells is not what this node has told its listeners, but what the record holds. Up to
 * there the client reads the history. */
inline login() {
#ifdef OPENED_LATE
  atomic { asks == me && !refuses[me] -> goal = length };
  atomic { open();
#elif defined(LOGIN_FROM_MEMORY)
  atomic { asks == me && !refuses[me] -> open(); goal = tail[me] };
  atomic {
#else
  atomic { asks == me && !refuses[me] -> open() };
  goal = length;
  atomic {
#endif
    PROPERTY(ROLLBACK, goal >= seen[2]);
    seen[2] = (seen[2] < goal -> goal : seen[2]);
    first[2] = FIRST_LINE(goal);
    at[2] = me;
    asks = 0; goal = 0 }
}

inline refuse() {
  atomic { asks == me && refuses[me] -> asks = 0 }
}

/* One thread for all that a node's connections get. */
proctype Delivery(byte me) {
#ifndef JOINED_BESIDE
  byte goal;
#endif
end:
  do
  :: atomic { delivered[me] < given[me] ->
      delivered[me]++;
      put(1, delivered[me]);
      put(2, delivered[me]) }
#ifndef JOINED_BESIDE
  :: login()
  :: refuse()
#endif
  od
}

#ifdef JOINED_BESIDE
/* Logins on threads of their own. */
proctype Logins(byte me) {
  byte goal;
end:
  do
  :: login()
  :: refuse()
  od
}
#endif

proctype Client() {
  byte moves;
  do
  :: atomic { moves < MOVES && asks == 0 -> moves++;
      at[2] = 0;
      if
      :: asks = 1
      :: asks = 2
      fi }
  :: atomic { moves == MOVES && asks == 0 -> break }
  od
}

#ifdef FORGOTTEN_TAIL
/* Too many rooms are in memory, and one to which somebody listens is forgotten. */
active proctype Forgetting() {
  byte n;
  atomic {
    if
    :: n = 1
    :: n = 2
    fi;
    follows[n] && tail[n] == given[n] -> tail[n] = length; tailChain[n] = chain }
}
#endif

active proctype Forger() {
  byte left = FORGERIES;
end:
  do
  :: atomic { left > 0 && length > 0 -> left--;
      chain = (chain & ~3) | FORGER }
  :: break
  od
}

init {
  atomic {
    follows[1] = true;
    at[1] = 1; first[1] = 1;
    asks = 2;
    run Writer(1); run Writer(2);
    run Delivery(1); run Delivery(2);
#ifdef FOLLOWED_BESIDE_WRITER
    run Follower(1); run Follower(2);
#endif
#ifdef JOINED_BESIDE
    run Logins(1); run Logins(2);
#endif
    run Client()
  }
}
