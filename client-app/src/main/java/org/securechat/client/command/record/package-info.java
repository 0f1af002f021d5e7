/** What commands say of records: their lines, verdicts, reports and comparisons. */
package org.securechat.client.command.record;
