/**
 * The specification, proved: a client in another language that was written from it alone, held
 * against the vectors and against the real server.
 */
package org.securechat.it.secondlanguage;
