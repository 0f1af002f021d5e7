/** Tests of the operation of a server: start, stop, crash, backup, database and distribution. */
package org.securechat.it.operation;
