/**
 * What administrators and auditors take out of the record. They may read every room, private and
 * direct ones included; what keeps them honest is the audit log, which has a line of each export
 * before the first byte of it leaves the server.
 */
package org.securechat.server.admin.export;
