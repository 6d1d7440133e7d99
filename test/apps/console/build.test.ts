import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildConsole } from '../../../apps/console/build.ts';
import { PAGES } from '../../../apps/console/pages/places.ts';
import { createAssetDoor } from '../../../integrations/shopify/admin-page/bundle.ts';
import { ADMIN_PAGES } from '../../../integrations/shopify/admin-page/contract.ts';

const bundle = buildConsole('polaris');
const names = Object.keys(bundle.files);
const bodyOf = (name: string): string => bundle.files[name]?.body ?? '';
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
const bytes = (name: string): number => Buffer.byteLength(bodyOf(name));
const zipped = (name: string): number => gzipSync(bodyOf(name), { level: 9 }).length;

/** Pages that build something of many fields bring those along; what the admin opens with is none of them. */
const BUILDERS = { raw: 560_000, zipped: 164_000 };
const USUAL = { raw: 468_000, zipped: 132_000 };
const FIRST = { raw: 440_000, zipped: 119_000 };
const MOST: Partial<Record<(typeof ADMIN_PAGES)[number], typeof USUAL>> = {
  setup: FIRST,
  segments: BUILDERS,
  campaigns: BUILDERS,
  intent: BUILDERS,
  privacy: BUILDERS,
  settings: BUILDERS,
};

describe('the files of the embedded admin', () => {
  it('are named by their content', () => {
    expect(names.filter((name) => !/^[a-z]+-[A-Za-z0-9]{8}\.(js|css|svg)$/.test(name))).toEqual([]);
  });

  it.each(ADMIN_PAGES)('%s opens with few bytes, and none of another page', (page) => {
    const loads = [...new Set([bundle.script, ...bundle.preloads.de, ...bundle.preloads[page]])];
    expect(loads.filter((name) => !names.includes(name))).toEqual([]);
    expect(loads.filter((name) => name.startsWith(`${page}-`))).toHaveLength(1);
    const most = MOST[page] ?? USUAL;
    expect(sum(loads.map(bytes))).toBeLessThanOrEqual(most.raw);
    expect(sum(loads.map(zipped))).toBeLessThanOrEqual(most.zipped);
  });

  it('hold the styles of the parts that are used, and no others', () => {
    expect(bytes(bundle.styles)).toBeLessThanOrEqual(174_000);
    expect(zipped(bundle.styles)).toBeLessThanOrEqual(24_600);
    expect(bodyOf(bundle.styles)).toMatch(/\.Polaris-Banner/);
    expect(bodyOf(bundle.styles)).not.toMatch(/\.Polaris-(IndexTable|Navigation|DatePicker)/);
  });

  it('hold no schema: those are for the server', () => {
    expect(names.filter((name) => bodyOf(name).includes('ZodError'))).toEqual([]);
  });

  it('are answered compressed, for ever, by name alone', () => {
    const answer = createAssetDoor(bundle);
    const found = answer(bundle.styles, 'gzip, deflate;q=0.5');
    expect(found?.headers).toMatchObject({
      'Content-Type': 'text/css; charset=utf-8',
      'Content-Encoding': 'gzip',
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    expect(gunzipSync(found?.body ?? Buffer.alloc(0)).toString()).toBe(bodyOf(bundle.styles));
    expect(answer(bundle.styles, 'br;q=0')?.headers).not.toHaveProperty('Content-Encoding');
    expect(answer(bundle.styles, 'gzip, br')?.headers).toHaveProperty('Content-Encoding', 'br');
    expect(answer('constructor', undefined)).toBeNull();
  });
});

describe('the files of the console of our own', () => {
  const own = buildConsole('plain');
  const most = 150_000;

  it.each(PAGES)('%s is there for fewer bytes than a first load may have', (page) => {
    const loads = [...new Set([own.styles, own.script, ...own.preloads[page]])];
    const sizes = loads.map((name) => gzipSync(own.files[name]?.body ?? '', { level: 9 }).length);
    expect(loads.filter((name) => !(name in own.files))).toEqual([]);
    expect(sum(sizes)).toBeLessThan(most);
  });

  it('hold nothing of Polaris, whose licence ends at the admin', () => {
    expect(Object.keys(own.files).filter((name) => /polaris/i.test(own.files[name]?.body ?? ''))).toEqual([]);
  });
});
