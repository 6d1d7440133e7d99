import { describe, expect, it, onTestFinished } from 'vitest';
import type { Terminal } from '../../../../apps/server/cli/verb.ts';
import { INIT_SETS, STAGES } from '../../../../core/segments/templates/index.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

async function withServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
}

/** A folder that a server has used and left. */
async function withoutServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
}

describe.each([
  ['a running server', withServer],
  ['a folder without one', withoutServer],
] as const)('init on %s', (_, open) => {
  it.each(['shop', 'saas', 'content'] as const)(
    'installs four segments and the stages of %s',
    async (family) => {
      const terminal = await open();
      const made = await type(`init ${family}`, terminal);
      expect(made).toMatchObject({ exit: 0, json: { site: 'demo', waiting: [] } });
      const { items } = (await type('segments list', terminal)).json as { items: readonly { key: string }[] };
      expect(items).toEqual(
        INIT_SETS[family].toSorted().map((key) => expect.objectContaining({ key, state: 'ready' })),
      );
      // A stage that is not there is refused: each can be asked for.
      const asking = STAGES[family].map(({ key }) => ({ key: `at-${key}`, name: key, when: { stage: key } }));
      const asked = writeFixture('stages.json', JSON.stringify(asking));
      expect(await type(`segments put ${asked}`, terminal)).toMatchObject({ exit: 0 });
    },
  );

  it('leaves what the site has as it was', async () => {
    const terminal = await open();
    const own = { key: 'cart-abandoned', name: 'Mine', words: 'added a product' };
    const stages = [{ key: 'mine', words: 'viewed a product' }];
    await type(
      `segments put ${writeFixture('own.json', JSON.stringify({ segments: [own], stages }))}`,
      terminal,
    );
    const made = await type('init shop', terminal);
    expect((made.json as { items: readonly unknown[] }).items).toHaveLength(3);
    expect(made.text).toContain('left as it was: cart-abandoned\nleft as it was: stages');
    const { items } = (await type('segments list', terminal)).json as { items: readonly unknown[] };
    expect(items).toHaveLength(4);
    expect(items).toContainEqual(expect.objectContaining({ key: 'cart-abandoned', name: 'Mine' }));
    const again = await type('init shop', terminal);
    expect(again).toMatchObject({ exit: 0, json: { items: [] } });
    expect(again.text.split('\n')).toHaveLength(5);
  });
});

describe('init', () => {
  it('makes the folder where there is none', async () => {
    const terminal = makeTerminal({ DATA_DIR: makeDataFolder() }, stoppedClock(NOON));
    expect(await type('init shop', terminal)).toMatchObject({ exit: 0, json: { site: 'demo' } });
  });

  it('names what there is to start with', async () => {
    expect(await type('init zoo', makeTerminal({ DATA_DIR: '/nowhere' }))).toMatchObject({
      exit: 2,
      json: { error: { hint: 'one of: shop, saas, content' } },
    });
  });
});
