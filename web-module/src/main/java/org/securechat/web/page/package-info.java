/** What resources share: lists, a page at a time, and the versions that a change is meant for. */
package org.securechat.web.page;
