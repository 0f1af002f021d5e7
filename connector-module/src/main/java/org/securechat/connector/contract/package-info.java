/**
 * The contract between the resource adapter and the message endpoint of an application.
 *
 * <p>It refers to nothing but the JDK, so that it can be loaded by the adapter and by the
 * application, whichever comes first.
 */
package org.securechat.connector.contract;
