/** The audit log, as auditors read it. */
package org.securechat.web.audit;
