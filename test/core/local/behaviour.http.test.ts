import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../acceptance/world.ts';
import cases from '../../cases/local-behaviour.json' with { type: 'json' };
import { playLocally } from './behaviour.ts';
import type { Script, Seen } from './behaviour-page.ts';
import { playOnServer } from './behaviour-server.ts';

const SCRIPTS = cases.scripts as unknown as readonly Script[];

/** What a server that was not given the model can say. */
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
});
