/** What watches over the boot of Payara Micro. */
package org.securechat.launcher.boot;
