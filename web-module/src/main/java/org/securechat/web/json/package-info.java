/** How requests and answers are written as JSON. */
package org.securechat.web.json;
