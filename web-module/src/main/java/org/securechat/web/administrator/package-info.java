/** {@code /administrators}. */
package org.securechat.web.administrator;
