/** MySQL and MariaDB servers for the tests of every module. */
package org.securechat.db;
