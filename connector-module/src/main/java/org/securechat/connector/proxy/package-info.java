/** The header by which a balancer says where a connection comes from: bytes in, an address out. */
package org.securechat.connector.proxy;
