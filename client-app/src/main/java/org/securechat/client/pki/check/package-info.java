/**
 * What a server or a client will refuse in a folder of certificates, found by the code that will
 * refuse it.
 */
package org.securechat.client.pki.check;
