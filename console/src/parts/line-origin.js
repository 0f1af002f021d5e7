const decoder = new TextDecoder();

async function link(previous, line) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${previous}\n${line}\n`));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The lines of a bundle's transcript by position, each with the chain's values before and after it. */
export async function chainOf(files) {
  const lines = new Map();
  let chain = JSON.parse(decoder.decode(files.get('receipt.json'))).previous_chain;
  for (const line of decoder.decode(files.get('transcript.txt')).split('\n')) {
    if (!line) continue;
    const before = chain;
    chain = await link(before, line);
    lines.set(Number(line.split('|')[0]), { line, before, chain });
  }
  return lines;
}

/**
 * What a line was made of. The content is handed out only where `shown` says that it is proven who said it.
 *
 * @returns {{certificate: string, sha256: string, signature: string, before: string, chain: string, json: string | null}}
 */
export function originOf(files, chains, position, shown) {
  const { line, before, chain } = chains.get(position);
  const [, , , certificate, sha256, signature] = line.split('|');
  const content = shown ? files.get(`messages/${position}.json`) : undefined;
  return { certificate, sha256, signature, before, chain, json: content ? decoder.decode(content) : null };
}
