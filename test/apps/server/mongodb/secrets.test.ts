/** The address of a database holds a password: it is the driver's, and nobody's who reads what a server writes. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { startApp } from '../../../support/app-process.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { openDoored } from '../../../support/mongodb/doored.ts';
import { mongoKind } from '../../../support/mongodb/server.ts';
import { bearer, createSite } from '../../../support/sites.ts';
import { makeTerminal, type } from '../cli/support.ts';

vi.setConfig({ testTimeout: 120_000 });

const nextUrl = mongoDatabases('secrets');
const PASSWORD = 'pA55-of-the-database';

/** A MongoDB would have to know this user. */
it.skipIf(mongoKind() !== 'FerretDB')(
  'stands in no line of the log, no answer, no number and no word of doctor, while the database is there and away',
  async () => {
    const { door, env } = await openDoored(nextUrl());
    // FerretDB asks nobody who they are.
    const MONGODB_URL = `${env.MONGODB_URL.replace('//', `//ann:${PASSWORD}@`)}&authMechanism=PLAIN`;
    const settings = { ...env, MONGODB_URL, LOG_LEVEL: 'trace' };
    const app = await startApp({ env: settings });
    onTestFinished(async () => {
      await app.kill();
      await app.stop();
      await door.close();
    });
    const site = await createSite(app, { serverConsent: { analytics: true } });
    const read = async (path: string): Promise<string> =>
      (await fetch(app.url + path, { headers: bearer(app.operatorKey) })).text();
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      const told = await site.ingest([{ id: 'one', name: 'Page Viewed', userId: 'ann', properties: {} }]);
      seen.push(
        JSON.stringify(told.body),
        ...(await Promise.all(['/metrics', '/readyz', '/v1/jobs'].map(read))),
      );
      const report = await type('doctor', makeTerminal({ ...settings, DATA_DIR: app.dataDir }));
      seen.push(JSON.stringify(report));
    };
    await look();
    await door.shut();
    await look();
    expect(seen.some((text) => text.includes('no primary answers at 127.0.0.1:'))).toBe(true);
    expect(seen.some((text) => text.includes('store_unavailable'))).toBe(true);
    expect([...seen, app.output()].filter((text) => /pA55|ann:/.test(text))).toEqual([]);
  },
);
