import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportSchema } from '../../../../core/privacy/export/schema.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { openDoors } from '../../../support/sites.ts';
import { makeTerminal, stoppedClock, type } from './support.ts';

const MAILBOX = 'ann@example.com';
const VIEWED = {
  id: 'e1',
  name: 'Cart Viewed',
  time: NOON - 60_000,
  userId: 'ann-4711',
  email: MAILBOX,
  consent: { analytics: true },
};

async function open(isRunning: boolean) {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  await openDoors(served.url, served.demo).ingest([VIEWED]);
  if (isRunning) onTestFinished(served.stop);
  else await served.stop();
  return { dataDir, terminal: makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON)) };
}

describe.each([
  ['on a running server', true],
  ['on a folder without one', false],
])('export %s', (_, isRunning) => {
  it('is the whole document, however the visitor is named', async () => {
    const { terminal, dataDir } = await open(isRunning);
    const byUser = await type('export --user ann-4711', terminal);
    expect(byUser.exit).toBe(0);
    const exported = exportSchema.parse(byUser.json);
    expect(exported.events.map(({ name }) => name)).toEqual(['Cart Viewed']);
    expect(JSON.parse(byUser.text)).toEqual(byUser.json);
    for (const named of [`--email ${MAILBOX}`, exported.visitor.id]) {
      const { json } = await type(`export ${named}`, terminal);
      expect(exportSchema.parse(json).visitor).toEqual(exported.visitor);
    }
    expect(await type('export --user somebody-else', terminal)).toMatchObject({
      exit: 1,
      json: { error: { code: 'not_found' } },
    });
    const out = join(dataDir, 'ann.html');
    const written = await type(`export --user ann-4711 --format html --lang de --out ${out}`, terminal);
    expect(written).toMatchObject({ exit: 0, json: { site: 'demo', format: 'html', out } });
    expect(readFileSync(out, 'utf8')).toContain('Ihre Daten bei Demo shop');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const again = await type(`export --user ann-4711 --out ${out}`, terminal);
    expect(again).toMatchObject({ exit: 1, json: { error: { at: '--out' } } });
    expect(readFileSync(out, 'utf8')).toContain('</html>');
  });
});

describe('export', () => {
  const terminal = makeTerminal({ DATA_DIR: '/nowhere' });
  it.each([
    ['export', 'export takes one visitor'],
    ['export abc --user 1', 'export takes one visitor'],
    ['export --user 1 --format pdf', 'there is no such format'],
  ])('used wrongly ends with 2: %s', async (words, message) => {
    expect(await type(words, terminal)).toMatchObject({
      exit: 2,
      json: { error: { code: 'usage', message } },
    });
  });
});
