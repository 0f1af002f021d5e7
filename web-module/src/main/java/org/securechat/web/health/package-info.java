/** Health, with the finding of each check, and metrics, for callers who have a role. */
package org.securechat.web.health;
