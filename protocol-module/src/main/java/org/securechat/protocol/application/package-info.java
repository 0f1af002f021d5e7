/** Requests, answers and pushes: what travels in application records once a channel is up. */
package org.securechat.protocol.application;
