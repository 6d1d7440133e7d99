import { describe, expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { createViolationLog } from '../../../core/events/violation-log.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const SITE = 'st_one' as SiteId;

describe('the log of violations', () => {
  it('stays small whatever properties are called', async () => {
    const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
    onTestFinished(() => store.close());
    const violations = createViolationLog(store, createDrivenClock(Date.UTC(2026, 0, 5)));
    for (let n = 0; n < 2_000; n += 1) {
      const property = `${n}`.padEnd(60_000, '.');
      violations.count(SITE, { name: 'Product Viewed', property, rule: 'key', hint: 'shorter' });
    }
    expect(JSON.stringify(await violations.list(SITE)).length).toBeLessThan(500_000);
    await violations.flush();
    const rows = await store.listRecords('violations', SITE, null, 2_000);
    expect(JSON.stringify(rows).length).toBeLessThan(1_000_000);
    expect((await violations.list(SITE)).reduce((sum, { count }) => sum + count, 0)).toBe(2_000);
  });
});
