/** Tests of rooms, messages, receipts and the client program. */
package org.securechat.it.chat;
