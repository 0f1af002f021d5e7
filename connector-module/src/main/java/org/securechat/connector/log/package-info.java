/**
 * Log events: a number, a level, a sentence with named places, and the values as data.
 *
 * <p>Each module declares its events as constants of a class whose name ends in {@code Log}. The
 * readable log and the JSON log are both made from the same record, so that no program has to read
 * a sentence. It refers to nothing but the JDK, because the adapter and the application both use
 * it; a formatter, which may belong to another program, sees types of the JDK only.
 */
package org.securechat.connector.log;
