/** Messages as they are shown: to a person in lines, to a program as JSON. */
package org.securechat.client.text;
