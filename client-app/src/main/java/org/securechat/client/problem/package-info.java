/** What a person is told when something did not work: what happened, and what to do about it. */
package org.securechat.client.problem;
