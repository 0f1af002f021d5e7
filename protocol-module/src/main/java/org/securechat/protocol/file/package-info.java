/** Files as all parts of the product write them: PEM, and for their owner alone. */
package org.securechat.protocol.file;
