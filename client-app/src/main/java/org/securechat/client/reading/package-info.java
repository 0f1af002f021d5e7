/**
 * What is kept of rooms, read and searched without a server, and written as conversations for other
 * programs. Copies of that kind prove nothing; receipts do.
 */
package org.securechat.client.reading;
