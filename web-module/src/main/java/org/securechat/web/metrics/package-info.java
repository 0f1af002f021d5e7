/** The metrics, for Prometheus and whoever may see them. */
package org.securechat.web.metrics;
