/** What a server lists, page by page. */
package org.securechat.client.lists;
