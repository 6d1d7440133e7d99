import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '@shopify/theme-check-node';
import { afterEach, describe, expect, it } from 'vitest';
import { bundlePixel } from '../../../apps/shopify-dev/storefront/pixel-bundle.ts';
import { buildExtensions } from '../../../integrations/shopify/built-extensions.ts';
import { ROOT } from '../../support/source-tree.ts';

const EMBED = 'extensions/inkling-embed';
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of what the command line reads, to be spoilt. */
function copyApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-shopify-'));
  folders.push(folder);
  for (const path of [
    'shopify.app.toml',
    'package.json',
    'tsconfig.json',
    'extensions',
    'core',
    'integrations',
  ])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function spoil(folder: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(folder, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(folder, path), text.replace(from, to));
}

/** What the command line says, and how it ends; it asks nobody. */
function buildApp(folder: string): Promise<{ readonly code: number; readonly said: string }> {
  const program = join(ROOT, 'node_modules/@shopify/cli/bin/run.js');
  const asked = [program, 'app', 'build', '--skip-dependencies-installation', '--path', folder];
  const env = { ...process.env, CI: '1', SHOPIFY_CLI_NO_ANALYTICS: '1', DO_NOT_TRACK: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, asked, { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : 1, said: out + err }),
    );
  });
}

/** What Shopify's theme checker finds, as its command line does before a release. */
async function findOffences(folder: string): Promise<readonly string[]> {
  const config = join(mkdtempSync(join(tmpdir(), 'inkling-check-')), 'theme-check.yml');
  folders.push(join(config, '..'));
  writeFileSync(config, 'extends: theme-check:theme-app-extension\n');
  return (await check(folder, config)).map(({ check: name }) => name);
}

describe('what is made for the extensions', () => {
  it.each([...buildExtensions()])('%s is as it would be made now', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8') === text).toBe(true);
  });

  it.each([
    ['assets/inkling.js', 9_200],
    ['assets/inkling.css', 1_000],
  ])('%s weighs at most %d bytes as it lies there', (path, most) => {
    expect(statSync(join(ROOT, EMBED, path)).size).toBeLessThanOrEqual(most);
  });

  it('the pixel weighs at most 6,000 bytes', async () => {
    expect(Buffer.byteLength(await bundlePixel())).toBeLessThanOrEqual(6_000);
  });
});

describe('the theme checker', () => {
  it('finds nothing in the app embed', async () => {
    expect(await findOffences(join(ROOT, EMBED))).toEqual([]);
  });

  it.each([
    ['blocks/inkling.liquid', '"inkling.js"', '"nowhere.js"', 'AssetSizeAppBlockJavaScript'],
    [
      'blocks/slot.liquid',
      '{{ block.settings.fallback }}',
      '{{ block.settings.fallback ',
      'LiquidHTMLSyntaxError',
    ],
  ])('finds what is spoilt in %s', async (path, from, to, offence) => {
    const folder = join(copyApp(), EMBED);
    spoil(folder, path, from, to);
    expect(await findOffences(folder)).toContain(offence);
  });

  it('finds a script that grew too large', async () => {
    const folder = join(copyApp(), EMBED);
    writeFileSync(join(folder, 'assets/inkling.js'), `/*${'x'.repeat(10_001)}*/`);
    expect(await findOffences(folder)).toContain('AssetSizeAppBlockJavaScript');
  });
});

describe("Shopify's command line", () => {
  it('builds the app', async () => {
    const { code, said } = await buildApp(copyApp());
    expect(said).toContain('Inkling built!');
    expect(code).toBe(0);
  });

  it('does not build it with a topic that nobody knows', async () => {
    const folder = copyApp();
    spoil(folder, 'shopify.app.toml', '"shop/redact"', '"shop/forget"');
    const { code, said } = await buildApp(folder);
    expect(said).toContain('compliance_topics');
    expect(code).toBe(1);
  });
});
