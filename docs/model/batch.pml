/*
 * One writer, one transaction, several partitions: two nodes that both may believe to hold both of two
 * partitions. A transaction fences the rows that occur in it, in order; a partition whose epoch is over
 * ends, and the lines of the others are written without it.
 */
#include "properties.h"

#ifndef ROUNDS
#define ROUNDS 3
#endif
#ifndef CLAIMS
#define CLAIMS 3
#endif

/* The rows; 0 is nobody. */
byte epoch[2] = 1;
byte lock[2] = 0;
byte claims = 0;
/* What the nodes believe: first[2 * node + partition], and 0 is that it is not theirs. */
byte mine[6];

inline fence(p) {
  atomic { lock[p] == 0 -> lock[p] = me;
    if
    :: mine[2 * me + p] == epoch[p]
    :: else -> fenced = p + 1
    fi }
}

inline unlock() {
  d_step {
    if
    :: lock[0] == me -> lock[0] = 0
    :: else
    fi;
    if
    :: lock[1] == me -> lock[1] = 0
    :: else
    fi }
}

proctype Node(byte me) {
  byte fenced, rounds;
  bool has[2];
end:
  do
  /* The lease of the other one is over: lease.pml shows that nothing more has to be known of that. */
  :: atomic { claims < CLAIMS && lock[0] == 0 && mine[2 * me] == 0 -> claims++; epoch[0]++; mine[2 * me] = epoch[0] }
  :: atomic { claims < CLAIMS && lock[1] == 0 && mine[2 * me + 1] == 0 -> claims++; epoch[1]++; mine[2 * me + 1] = epoch[1] }
  /* A group of lines: of one partition or of both. */
  :: atomic { rounds < ROUNDS && (mine[2 * me] != 0 || mine[2 * me + 1] != 0) ->
      rounds++;
      has[0] = (mine[2 * me] != 0); has[1] = (mine[2 * me + 1] != 0);
      if
      :: has[0] && has[1] -> has[0] = false
      :: has[0] && has[1] -> has[1] = false
      :: true
      fi };
again:
    fenced = 0;
#ifdef LOCKS_OUT_OF_ORDER
    if
    :: has[1] && me == 2 -> fence(1)
    :: else
    fi;
#endif
    if
    :: has[0] -> fence(0)
    :: else
    fi;
    if
#ifdef LOCKS_OUT_OF_ORDER
    :: has[1] && me == 1 -> fence(1)
#else
    :: has[1] && (!has[0] || fenced == 0) -> fence(1)
#endif
    :: else
    fi;
#ifndef FENCE_PASSED_OVER
    if
    :: fenced != 0 -> unlock();
      /* Nothing was written. The rest of the group is tried anew, with its own fences. */
      d_step { mine[2 * me + fenced - 1] = 0; has[fenced - 1] = false };
#ifdef FENCED_WITH_ALL
      PROPERTY(REFUSED, !has[0] && !has[1]);
      has[0] = false; has[1] = false;
#endif
      if
      :: has[0] || has[1] -> goto again
      :: else -> goto done
      fi
    :: else
    fi;
#endif
    d_step {
      PROPERTY(HALF, !has[0] || (lock[0] == me && mine[2 * me] == epoch[0]));
      PROPERTY(HALF, !has[1] || (lock[1] == me && mine[2 * me + 1] == epoch[1])) };
    unlock();
done:
    atomic { has[0] = false; has[1] = false; fenced = 0 }
  :: rounds == ROUNDS -> break
  od
}

init {
  atomic {
    mine[2] = 1; mine[3] = 1;
    run Node(1); run Node(2) }
}
