import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildConsole } from '../../../apps/console/build.ts';
import { createAssetDoor } from '../../../integrations/shopify/admin-page/bundle.ts';
import { ADMIN_PAGES } from '../../../integrations/shopify/admin-page/contract.ts';

const bundle = buildConsole('polaris');
const names = Object.keys(bundle.files);
const bodyOf = (name: string): string => bundle.files[name]?.body ?? '';
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
const bytes = (name: string): number => Buffer.byteLength(bodyOf(name));
const zipped = (name: string): number => gzipSync(bodyOf(name), { level: 9 }).length;

describe('the files of the embedded admin', () => {
  it('are named by their content', () => {
    expect(names.filter((name) => !/^[a-z]+-[A-Za-z0-9]{8}\.(js|css)$/.test(name))).toEqual([]);
  });

  it.each(ADMIN_PAGES)('%s opens with few bytes, and none of another page', (page) => {
    const loads = [...new Set([bundle.script, ...bundle.preloads.de, ...bundle.preloads[page]])];
    expect(loads.filter((name) => !names.includes(name))).toEqual([]);
    expect(loads.filter((name) => name.startsWith(`${page}-`))).toHaveLength(1);
    expect(sum(loads.map(bytes))).toBeLessThanOrEqual(440_000);
    expect(sum(loads.map(zipped))).toBeLessThanOrEqual(118_000);
  });

  it('hold the styles of the parts that are used, and no others', () => {
    expect(bytes(bundle.styles)).toBeLessThanOrEqual(165_000);
    expect(zipped(bundle.styles)).toBeLessThanOrEqual(23_500);
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
