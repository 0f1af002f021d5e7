import { Choice } from '../parts/choice.js';

const KEPT = 'securechat.openid';

const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const here = () => new URL('.', location.href).href;

/**
 * Leaves for the provider's login page: authorization code with PKCE (RFC 7636). The verifier waits in the tab's
 * session storage, as it has to outlive the way there and back, and is taken out on return.
 */
export async function leaveForProvider(openid) {
  const verifier = random();
  const state = random();
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, page: location.hash }));
  const url = new URL(openid.authorization_endpoint);
  const query = {
    response_type: 'code',
    client_id: openid.client_id,
    redirect_uri: here(),
    scope: openid.scope,
    state,
    code_challenge: base64url(challenge),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  location.assign(url);
}

/** Whether the page was opened by the provider, with a code or with a refusal. */
export function isReturn(search = location.search) {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/**
 * Exchanges the code for a token: `{token, expiresIn}`. The code is gone from the address and from the history
 * before the provider is asked, so that it can be used once at most.
 */
export async function returnFromProvider(openid) {
  const query = new URLSearchParams(location.search);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', here() + (kept?.page ?? ''));
  if (!kept || query.get('state') !== kept.state) {
    throw new Choice('This return from the login page belongs to no login that was begun here. Begin again.');
  }
  if (query.has('iss') && query.get('iss') !== openid.issuer) {
    throw new Choice('Another provider than the configured one has answered. Begin again.');
  }
  if (query.has('error')) {
    throw new Choice(`The provider refused: ${query.get('error_description') ?? query.get('error')}`);
  }
  let answer;
  try {
    answer = await fetch(openid.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: query.get('code'),
        redirect_uri: here(),
        client_id: openid.client_id,
        code_verifier: kept.verifier,
      }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw new Choice(
      `The provider's token endpoint cannot be reached from this page. It has to allow the origin ${location.origin}.`,
    );
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || typeof body.access_token !== 'string') {
    throw new Choice(`The provider gave no token: ${body.error_description ?? body.error ?? answer.status}`);
  }
  return { token: body.access_token, expiresIn: body.expires_in };
}
