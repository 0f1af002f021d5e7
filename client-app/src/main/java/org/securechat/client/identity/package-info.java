/** Who the user is: where certificate, key and authority are found, and how a password is asked. */
package org.securechat.client.identity;
