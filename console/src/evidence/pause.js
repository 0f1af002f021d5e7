const TURN_MILLISECONDS = 12;

const nextTask = () =>
  new Promise((resume) => {
    // A timer waits for four milliseconds in browsers; a message does not.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });

/**
 * A function that lets the page have its turn, if the last one was a while ago.
 *
 * @param {AbortSignal} [signal]
 * @returns {() => Promise<void>} which rejects with the signal's reason once it is aborted
 */
export function pauses(signal) {
  let began = Date.now();
  return async () => {
    signal?.throwIfAborted();
    if (Date.now() - began < TURN_MILLISECONDS) return;
    await nextTask();
    signal?.throwIfAborted();
    began = Date.now();
  };
}
