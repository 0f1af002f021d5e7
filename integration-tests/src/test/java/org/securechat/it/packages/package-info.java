/**
 * What an organisation installs: the packages, the container's files, and what is made from the
 * commands for manuals and shells.
 */
package org.securechat.it.packages;
