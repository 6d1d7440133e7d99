import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from './admin.ts';
import { describeWordPress } from './describe.ts';
import type { SiteDump } from './dump.ts';
import { openWordPress, type WordPressSite } from './site.ts';
import { packTiny, THINGS } from './tiny-plugins.ts';

/** Where each thing that is left shows. */
const SHOWN: Readonly<Record<keyof typeof THINGS, readonly (keyof SiteDump)[]>> = {
  table: ['rowCounts', 'tables'],
  option: ['options'],
  transient: ['options'],
  'site option': ['options'],
  'user meta': ['metaKeys'],
  'post meta': ['metaKeys', 'rowCounts'],
  file: ['files'],
  'file at the top': ['files'],
  'cron event': ['cronEvents'],
  capability: ['capabilities'],
  'rule of addresses': ['options'],
  post: ['rowCounts'],
};

const LEFT = [...new Set(Object.values(SHOWN).flat())].sort();

await describeWordPress('what a site holds', () => {
  let site: WordPressSite;
  let admin: Admin;
  let untouched: SiteDump;

  const differences = (one: SiteDump, other: SiteDump) =>
    (Object.keys(one) as (keyof SiteDump)[])
      .filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]))
      .sort();

  beforeAll(async () => {
    site = await openWordPress();
    untouched = await site.dump();
    admin = await site.signIn();
  });

  afterAll(() => site.stop());

  it('is the same before a plugin comes and after it cleared up, whatever WordPress does meanwhile', async () => {
    await admin.uploadPlugin(packTiny());
    await admin.activate('tiny');
    expect(differences(untouched, await site.dump())).toEqual(LEFT);
    await admin.deactivate('tiny');
    await admin.remove('tiny');
    await admin.get('/wp-admin/');
    await site.runCron();
    expect(await site.dump()).toEqual(untouched);
  });

  it('shows what a plugin left that forgot to clear up', async () => {
    await admin.uploadPlugin(packTiny({ isForgetful: true }));
    await admin.activate('tiny');
    await admin.deactivate('tiny');
    await admin.remove('tiny');
    expect(differences(untouched, await site.dump())).toEqual(LEFT);
    for (const [, takeAway] of Object.values(THINGS)) await site.evaluate(takeAway);
    expect(await site.dump()).toEqual(untouched);
  });

  it('names tables with their columns, roles with what they may do, and files with size and hash', () => {
    expect(untouched.tables.wp_postmeta).toContain('meta_key text');
    expect(untouched.capabilities.wp_options).toContain('administrator may manage_options');
    expect(untouched.files['wp-content/plugins/']).toBe('folder');
    expect(untouched.files['wp-config.php']).toMatch(/^\d+ bytes, sha256 [0-9a-f]{64}$/);
    expect(untouched.files['wp-includes']).toMatch(/^link: \d+ files, sha1 [0-9a-f]{40}$/);
  });

  it.each(Object.entries(THINGS))('shows a single %s that was left', async (thing, [make, takeAway]) => {
    const before = await site.dump();
    await site.evaluate(make);
    expect(differences(before, await site.dump())).toEqual(SHOWN[thing as keyof typeof SHOWN]);
    await site.evaluate(takeAway);
    expect(await site.dump()).toEqual(before);
  });
});
