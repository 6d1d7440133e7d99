import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from './admin.ts';
import { describeWordPress } from './describe.ts';
import type { SiteDump } from './dump.ts';
import { openWordPress, type WordPressSite } from './site.ts';
import { EVERY_THING, packTiny, type Thing } from './tiny-plugins.ts';

/** Where each thing that is left shows. */
const SHOWN: Readonly<Record<Thing, readonly (keyof SiteDump)[]>> = {
  table: ['tables', 'rowCounts'],
  option: ['options'],
  transient: ['options'],
  'site option': ['options'],
  'user meta': ['metaKeys'],
  'post meta': ['metaKeys', 'rowCounts'],
  file: ['files'],
  'file at the top': ['files'],
  'cron event': ['cronEvents'],
  capability: ['capabilities'],
  post: ['rowCounts'],
};

await describeWordPress('what a site holds', () => {
  let site: WordPressSite;
  let admin: Admin;
  let untouched: SiteDump;

  const installAndRemove = async (zip: Uint8Array) => {
    await admin.uploadPlugin(zip);
    await admin.activate('tiny');
    const between = await site.dump();
    await admin.deactivate('tiny');
    await admin.remove('tiny');
    return between;
  };

  const differences = (one: SiteDump, other: SiteDump) =>
    (Object.keys(one) as (keyof SiteDump)[]).filter(
      (part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]),
    );

  beforeAll(async () => {
    site = await openWordPress();
    untouched = await site.dump();
    admin = await site.signIn();
  });

  afterAll(() => site.stop());

  it('is the same before a plugin comes and after it cleared up, whatever WordPress does meanwhile', async () => {
    const between = await installAndRemove(packTiny());
    expect(differences(untouched, between).sort()).toEqual(Object.keys(untouched).sort());
    await admin.get('/wp-admin/');
    await site.runCron();
    expect(await site.dump()).toEqual(untouched);
  });

  it('names tables with their columns, roles with what they may do, and files with size and hash', () => {
    expect(untouched.tables.wp_postmeta).toContain('meta_key text');
    expect(untouched.capabilities.wp_options).toContain('administrator may manage_options');
    expect(untouched.files['wp-content/plugins/']).toBe('folder');
    expect(untouched.files['wp-config.php']).toMatch(/^\d+ bytes, sha256 [0-9a-f]{64}$/);
    expect(untouched.files['wp-includes']).toMatch(/^link: \d+ files, sha1 [0-9a-f]{40}$/);
  });

  it.each(EVERY_THING)('shows that a plugin left its %s', async (thing) => {
    const before = await site.dump();
    await installAndRemove(packTiny({ forgets: [thing] }));
    expect(differences(before, await site.dump()).sort()).toEqual([...SHOWN[thing]].sort());
    await installAndRemove(packTiny());
    expect(differences(untouched, await site.dump())).toEqual([]);
  });
});
