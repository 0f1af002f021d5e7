/** Files that belong to one person: written whole or not at all, readable by their owner only. */
package org.securechat.client.storage;
