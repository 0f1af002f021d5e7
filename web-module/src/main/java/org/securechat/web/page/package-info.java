/** Lists, a page at a time. */
package org.securechat.web.page;
