/**
 * Tests inside the application server: the beans as the container wires them, with its
 * transactions, data source and resource adapter.
 */
package org.securechat.it.container;
