// A server for work on the pages: builds anew at each load, and passes /console/settings.json and /api on to a
// running SecureChat. Usage: npm run dev -- https://127.0.0.1:7480 certs/ca.pem [PORT]
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { extname, join } from 'node:path';

const [server = 'https://127.0.0.1:7480', ca = '../certs/ca.pem', port = '7490'] = process.argv.slice(2);
const out = 'target/dev';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const authority = readFileSync(ca);
// As the server says it, so that what it would forbid fails here, too.
const own = ['script', 'style', 'img', 'font', 'connect', 'worker', 'manifest'].map((kind) => `${kind}-src 'self'`);
const none = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
const policy = [...none, ...own, "require-trusted-types-for 'script'", 'trusted-types lit-html console'].join('; ');

createServer((asked, answer) => {
  const { pathname, search } = new URL(asked.url, 'http://localhost');
  if (pathname.startsWith('/api/') || pathname === '/console/settings.json') {
    const headers = { ...asked.headers, host: new URL(server).host };
    delete headers.origin;
    const onward = request(server + pathname + search, { method: asked.method, headers, ca: authority }, (got) => {
      if (pathname === '/console/settings.json' && got.statusCode === 404) {
        got.resume();
        answer.setHeader('Content-Type', 'application/json');
        return answer.end('{"server":"chat.test","version":"dev"}');
      }
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    onward.on('error', (e) => answer.writeHead(502).end(e.message));
    asked.pipe(onward);
    return;
  }
  const file = pathname === '/console/' ? 'index.html' : pathname.replace(/^\/console\//, '');
  if (file.includes('..')) return answer.writeHead(404).end();
  if (file === 'index.html') spawnSync('node', ['build.mjs', out], { stdio: 'inherit' });
  answer.setHeader('Content-Security-Policy', policy);
  answer.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
  createReadStream(join(out, file)).on('error', () => answer.writeHead(404).end()).pipe(answer);
}).listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/console/`));
