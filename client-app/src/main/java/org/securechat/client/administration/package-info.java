/** The administration interface from the client's side: HTTPS, JSON, problems. */
package org.securechat.client.administration;
