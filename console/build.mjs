import { build } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, process.argv[2] ?? 'target/classes/META-INF/resources/console');

await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'assets'), { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/main.js', 'src/verify-worker.js', 'src/console.css'],
  outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'linked',
  metafile: true,
});

const assets = new Map();
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) assets.set(basename(entryPoint), `assets/${basename(file)}`);
}

const page = await readFile(join(here, 'src/index.html'), 'utf8');
await writeFile(
  join(out, 'index.html'),
  page.replace(/\{\{([\w.-]+)\}\}/g, (_, name) => {
    if (!assets.has(name)) throw new Error(`index.html names ${name}, which was not built`);
    return assets.get(name);
  }),
);
await cp(join(here, 'src/icon.svg'), join(out, 'icon.svg'));
