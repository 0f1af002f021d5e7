/** How the process begins and ends: a limit for the boot, and an order for the stop. */
package org.securechat.launcher.boot;
