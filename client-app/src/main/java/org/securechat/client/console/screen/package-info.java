/**
 * The full screen itself: from what is to be shown to a terminal's rows, and from its keys back.
 */
package org.securechat.client.console.screen;
