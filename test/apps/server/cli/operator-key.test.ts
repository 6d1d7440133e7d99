import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { serve } from '../../../support/served.ts';
import { bearer, call } from '../../../support/sites.ts';
import { makeTerminal, type } from './support.ts';

const keyOf = ({ json }: { readonly json: unknown }) => (json as { operatorKey: string }).operatorKey;

describe('the operator key', () => {
  it('is rotated on a running server: the new one opens at once, the old one nothing', async () => {
    const dataDir = makeDataFolder();
    const served = await serve({ dataDir });
    onTestFinished(served.stop);
    const old = served.operatorKey;
    const makes = async (key: string, site: string) => {
      const body = JSON.stringify({ name: 'New', site });
      return (await call(`${served.url}/v1/sites`, { method: 'POST', headers: bearer(key), body })).status;
    };
    expect(await makes(old, 'one')).toBe(201);
    const told = await type('operator-key rotate', makeTerminal({ DATA_DIR: dataDir }));
    const fresh = keyOf(told);
    expect([told.exit, told.text.includes(fresh)]).toEqual([0, true]);
    expect([await makes(old, 'two'), await makes(fresh, 'three')]).toEqual([401, 201]);
    expect(keyOf(await type('site list', makeTerminal({ DATA_DIR: dataDir })))).toBe(fresh);
    const headers = bearer(served.demo.secretKey);
    const { body } = await call(`${served.url}/v1/audit?limit=1000`, { headers });
    expect(JSON.stringify(body)).toContain('"operator key rotated"');
    expect(JSON.stringify(body)).not.toContain(fresh);
  });

  it('is rotated on a folder without a server, and lasts', async () => {
    const dataDir = makeDataFolder();
    const first = await serve({ dataDir });
    const old = first.operatorKey;
    await first.stop();
    const fresh = keyOf(await type('operator-key rotate', makeTerminal({ DATA_DIR: dataDir })));
    const again = await serve({ dataDir });
    onTestFinished(again.stop);
    expect(again.operatorKey).toBe(fresh);
    expect(fresh).toMatch(/^op_[\w-]{32}$/);
    expect(fresh).not.toBe(old);
  });
});
