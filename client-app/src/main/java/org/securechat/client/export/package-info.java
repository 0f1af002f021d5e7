/**
 * Exports by what people ask for: the bundles of several rooms in one folder, with an index. The
 * index proves nothing; each bundle does.
 */
package org.securechat.client.export;
