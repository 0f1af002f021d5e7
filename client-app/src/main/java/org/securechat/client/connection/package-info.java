/**
 * One connection to one server: dialling, the handshake, requests and their answers, pushes, and a
 * clean end. Every wait has a limit.
 *
 * <p>Threads: callers wait for their own answers; one reader thread receives and must not be
 * blocked by listeners; one watchdog thread pings a silent server and gives up on a dead one.
 */
package org.securechat.client.connection;
