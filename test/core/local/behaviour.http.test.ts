import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../acceptance/world.ts';
import cases from '../../cases/local-behaviour.json' with { type: 'json' };
import { playLocally } from './behaviour.ts';
import { serverName } from './behaviour-model.ts';
import type { Script, Seen } from './behaviour-page.ts';
import { playOnServer, playOnServing } from './behaviour-server.ts';

const SCRIPTS = cases.scripts as unknown as readonly Script[];

/** What is the same to the last bit. */
const withoutScore = ({ segments, decisions }: Seen) => ({ segments, decisions });

let world: World;
beforeAll(async () => {
  world = await openWorld(Date.UTC(2026, 3, 15, 12));
});
afterAll(() => world.stop());

describe('a page without a server', () => {
  it.each(SCRIPTS)('says what the script says: $name', (script) => {
    const said = script.steps.flatMap(({ expect: expected }) => expected ?? []);
    const played = playLocally(script);
    expect(played.map(withoutScore)).toEqual(said.map(withoutScore));
    for (const [at, { p }] of said.entries()) if (p !== undefined) expect(played[at]?.p).toBeCloseTo(p, 12);
  });
});

describe('a server', () => {
  it.each(SCRIPTS.filter(({ model }) => model === undefined))(
    'says the same as the page of its visitor: $name',
    async (script) => {
      const { seen, unit, begins } = await playOnServer(world, script);
      expect(playLocally(script, begins, unit).map(withoutScore)).toEqual(seen);
    },
  );

  it.each(SCRIPTS.flatMap((script) => (script.model ? [{ ...script, model: script.model }] : [])))(
    'that serves the model says the same as the page of its visitor, and why: $name',
    async (script) => {
      const { high, medium } = script.model.bands;
      const said = script.steps.flatMap(({ expect: expected }) => expected ?? []);
      const { seen, unit, begins } = await playOnServing(script, script.model);
      const onPage = playLocally(script, begins, unit);
      expect(seen.map(withoutScore)).toEqual(onPage.map(withoutScore));
      expect(seen.map(withoutScore)).toEqual(said.map(withoutScore));
      for (const [at, { p = Number.NaN, why }] of seen.entries()) {
        const page = onPage[at];
        expect(p).toBeCloseTo(said[at]?.p ?? Number.NaN, 12);
        expect(p).toBeCloseTo(page?.p ?? Number.NaN, 12);
        expect(page?.band).toBe(p >= high ? 'high' : p >= medium ? 'medium' : 'low');
        expect(why?.base).toBeCloseTo(page?.why?.base ?? Number.NaN, 12);
        expect(why?.reasons.map(([feature]) => feature)).toEqual(
          page?.why?.reasons.map(([feature]) => serverName(feature)),
        );
        for (const [place, [, shap]] of why?.reasons.entries() ?? [])
          expect(shap).toBeCloseTo(page?.why?.reasons[place]?.[1] ?? Number.NaN, 12);
      }
    },
  );
});
