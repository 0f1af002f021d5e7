/**
 * The whole product in one command: an authority, a server, two users, a conversation, receipts,
 * attacks that fail, and a verdict on each step.
 */
package org.securechat.client.demo;
