/**
 * A general inbound resource adapter for framed TCP.
 *
 * <p>The way of a frame: {@link org.securechat.connector.ConnectionInitializer} lists the handlers
 * that turn bytes into payloads and put them into the connection's {@link
 * org.securechat.connector.Mailbox}; the {@link org.securechat.connector.Dispatcher} queues the
 * connections whose mailbox has something deliverable; a {@link org.securechat.connector.Worker} on
 * the container's work manager tells the endpoint. The way back: {@link
 * org.securechat.connector.Outbound}.
 *
 * <p>The threading law: an event loop calls no endpoint and waits for nothing; a worker serves one
 * connection at a time, and a connection is served by one worker at a time; a sender waits for no
 * peer. Every queue is bounded: by the connection count, by the mailbox's marks, or by the outbound
 * limit.
 */
package org.securechat.connector;
