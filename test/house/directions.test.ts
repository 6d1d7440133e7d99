import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../support/source-tree.ts';

/** A file and what it imports: a path from the top folder, or a package. */
type Import = { readonly file: string; readonly target: string };

/** Both `… from 'x'` and `import('x')`; a package's name is cut out of its deep paths. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g;

function readImports(file: string): Import[] {
  const code = readFileSync(join(ROOT, file), 'utf8');
  return [...code.matchAll(IMPORT)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier,
  }));
}

const folderOf = (path: string) => path.split('/')[0] ?? '';
/** `integrations/shopify/install.ts` -> `integrations/shopify` */
const partOf = (path: string) => path.split('/').slice(0, 2).join('/');
const isOurs = ({ target }: Import) =>
  ['core', 'apps', 'integrations', 'extensions', 'test', 'bench'].includes(folderOf(target));

/** Which of our own files each folder may import: what lint says file by file, said once more of what is there. */
const DIRECTIONS: Readonly<Record<string, (edge: Import) => boolean>> = {
  core: ({ target }) => folderOf(target) === 'core',
  apps: ({ target }) => ['core', 'integrations', 'apps'].includes(folderOf(target)),
  integrations: ({ file, target }) => folderOf(target) === 'core' || partOf(target) === partOf(file),
  // What runs in the shop's pages is written beside its platform, and bundled into the extension.
  extensions: ({ file, target }) =>
    partOf(target) === 'core/tracker' ||
    target.startsWith('integrations/shopify/storefront/') ||
    partOf(target) === partOf(file),
};

/** Packages that only their own adapter may load, so that an embedded installation never does. */
const HOMES: Readonly<Record<string, string>> = {
  mongodb: 'integrations/mongodb/',
  agenda: 'integrations/mongodb/',
  '@agendajs/mongo-backend': 'integrations/mongodb/',
  'crypto-js': 'core/tracker/',
  nodemailer: 'integrations/email/',
  express: 'apps/',
  react: 'apps/console/',
  'react-dom': 'apps/console/skins/',
  '@shopify/polaris': 'apps/console/skins/polaris/',
  '@segment/actions-core': 'integrations/segment/',
  '@segment/destination-subscriptions': 'integrations/segment/',
  'json-schema-to-typescript': 'integrations/segment/',
  'node:sqlite': 'core/stores/',
};

const edges = listFiles()
  .filter((path) => /\.tsx?$/.test(path))
  .flatMap(readImports);
const product = edges.filter(({ file }) => folderOf(file) in DIRECTIONS);

describe('import directions', () => {
  it('finds the imports there are', () => {
    expect(edges).toContainEqual({ file: 'core/ports/entries.ts', target: 'core/entry.ts' });
  });

  it.each(Object.entries(DIRECTIONS))('%s imports only what it may', (folder, isAllowed) => {
    const ours = product.filter((edge) => folderOf(edge.file) === folder && isOurs(edge));
    expect(ours.filter((edge) => !isAllowed(edge))).toEqual([]);
  });

  it.each(Object.entries(HOMES))('%s is loaded only under %s', (name, home) => {
    const loads = product.filter(({ target }) => target === name || target.startsWith(`${name}/`));
    expect(loads.filter(({ file }) => !file.startsWith(home))).toEqual([]);
  });

  it('only core/identity sees raw identifiers', () => {
    const users = product.filter(({ target }) => target === 'core/identity/raw.ts').map(({ file }) => file);
    expect(users.filter((file) => !file.startsWith('core/identity/'))).toEqual([]);
  });

  it('nothing but a test, and what says how tests run, imports a test', () => {
    const users = edges.filter(({ target }) => folderOf(target) === 'test').map(({ file }) => file);
    const others = users.filter((file) => !['test', 'bench'].includes(folderOf(file)));
    expect([...new Set(others)]).toEqual(['vitest.config.ts']);
  });
});
