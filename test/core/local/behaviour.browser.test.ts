import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import cases from '../../cases/local-behaviour.json' with { type: 'json' };
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { bundleOf } from './behaviour.ts';
import type { Script, Seen } from './behaviour-page.ts';

const SCRIPTS = cases.scripts as unknown as readonly Script[];

/** The engine as pages get it: bundled, minified, for browsers of the last five years. */
function buildScripts(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, 'behaviour-page.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'behaviour',
    platform: 'browser',
    target: 'es2021',
    logLevel: 'error',
    tsconfigRaw: '{}',
  });
  return outputFiles.map(({ text }) => text).join('');
}

describeBrowser('behaviour scripts in a browser', () => {
  let played: readonly (readonly Seen[])[];

  beforeAll(async () => {
    const page = await enterPage(await shareBrowser());
    await page.addScriptTag({ content: buildScripts() });
    played = await page.evaluate<readonly (readonly Seen[])[]>(
      `${JSON.stringify(SCRIPTS.map((script) => [bundleOf(script), script]))}.map((given) => behaviour.playInPage(...given))`,
    );
  });
  afterAll(() => {
    expect(played).toHaveLength(SCRIPTS.length);
  });

  it.each(SCRIPTS.map((script, at) => ({ at, script, name: script.name })))(
    'say there what they say everywhere: $name',
    ({ at, script }) => {
      const said = script.steps.flatMap(({ expect: expected }) => expected ?? []);
      const found = played[at] ?? [];
      expect(found.map(({ segments, decisions }) => ({ segments, decisions }))).toEqual(
        said.map(({ segments, decisions }) => ({ segments, decisions })),
      );
      for (const [step, { p }] of said.entries())
        if (p !== undefined) expect(found[step]?.p).toBeCloseTo(p, 12);
    },
  );
});
