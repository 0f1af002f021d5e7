/** Several servers on one database, seen from outside. */
package org.securechat.it.cluster;
