/** Certificates, keys and signatures with one deliberate fault each. */
package org.securechat.client.attack.certificate;
