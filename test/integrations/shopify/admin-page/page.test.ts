import { describe, expect, it } from 'vitest';
import type { AdminBundle } from '../../../../integrations/shopify/admin-page/bundle.ts';
import { ADMIN_PAGES, type AdminPage } from '../../../../integrations/shopify/admin-page/contract.ts';
import {
  adminPageHeaders,
  pickLocale,
  pickPage,
  renderAdminPage,
} from '../../../../integrations/shopify/admin-page/page.ts';

const EMPTY = Object.fromEntries(ADMIN_PAGES.map((name) => [name, []])) as unknown as Record<
  AdminPage,
  readonly string[]
>;

const BUNDLE: AdminBundle = {
  files: {},
  script: 'start-1.js',
  styles: 'start-2.css',
  preloads: {
    ...EMPTY,
    setup: ['setup-3.js'],
    segments: ['segments-4.js'],
    en: [],
    de: ['de-5.js'],
  },
  preview: '',
};

const page = (options: { readonly apiKey?: string; readonly appBridge?: string } = {}): string =>
  renderAdminPage({
    apiKey: 'key1',
    locale: 'de',
    base: '/platforms/shopify',
    page: 'segments',
    bundle: BUNDLE,
    ...options,
  });

const policyOf = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (headers['Content-Security-Policy'] ?? '').split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ');
      return [name, sources.join(' ')];
    }),
  );

describe("the embedded admin's document", () => {
  it('loads App Bridge from Shopify before any other script, with the key named before it', () => {
    const sources = [...page().matchAll(/<(?:script|meta|link)[^>]*(?:src|content|href)="([^"]*)"/g)];
    expect(sources.slice(0, 2).map(([, source]) => source)).toEqual([
      'key1',
      'https://cdn.shopify.com/shopifycloud/app-bridge.js',
    ]);
    expect(page()).not.toMatch(/app-bridge\.js"[^>]*(async|defer|module)/);
  });

  it('holds nothing inline that runs or styles', () => {
    expect(page()).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  });

  it('cannot be broken out of by what it is given', () => {
    expect(page({ apiKey: '"><script>x&' })).toContain('content="&quot;&gt;&lt;script&gt;x&amp;"');
  });

  it('loads what this page and language need along with the script', () => {
    const preloads = [...page().matchAll(/modulepreload" href="([^"]*)"/g)].map(([, path]) => path);
    expect(preloads).toEqual([
      '/platforms/shopify/assets/de-5.js',
      '/platforms/shopify/assets/segments-4.js',
    ]);
    expect(page()).toContain('<script type="module" src="/platforms/shopify/assets/start-1.js">');
    expect(page()).toContain('<link rel="stylesheet" href="/platforms/shopify/assets/start-2.css">');
  });

  it.each([
    ['/', 'setup'],
    ['/setup', 'setup'],
    ['/segments', 'segments'],
    ['/segments/buyers', 'segments'],
    ['/elsewhere', null],
    ['/install', null],
    ['/segmentsbuyers', null],
  ])('%s is the page %s', (path, named) => {
    expect(pickPage(path)).toBe(named);
  });

  it('names its language and where it lives', () => {
    expect(page()).toContain('<html lang="de">');
    expect(page()).toContain('data-base="/platforms/shopify" data-locale="de"');
  });

  it('is framed by its own shop and the admin alone', () => {
    expect(policyOf(adminPageHeaders('quill.myshopify.com'))['frame-ancestors']).toBe(
      'https://quill.myshopify.com https://admin.shopify.com',
    );
  });

  it('runs scripts of its own and of Shopify alone', () => {
    const policy = policyOf(adminPageHeaders('quill.myshopify.com'));
    expect(policy['script-src']).toBe("'self' https://cdn.shopify.com");
    expect(policy['default-src']).toBe("'none'");
    expect(JSON.stringify(policy)).not.toMatch(/unsafe-eval|\*|http:/);
  });

  it('frames itself, for previews, and what App Bridge brings', () => {
    expect(policyOf(adminPageHeaders('quill.myshopify.com'))['frame-src']).toBe(
      "'self' https://quill.myshopify.com https://admin.shopify.com",
    );
  });

  it('can stand in another admin, where there is no Shopify', () => {
    const appBridge = 'http://127.0.0.1:4800/app-bridge.js';
    const policy = policyOf(
      adminPageHeaders('quill.myshopify.com', { appBridge, admin: 'http://127.0.0.1:4800' }),
    );
    expect(page({ appBridge })).toContain(`<script src="${appBridge}">`);
    expect(policy['script-src']).toBe("'self' http://127.0.0.1:4800");
    expect(policy['frame-ancestors']).toBe('https://quill.myshopify.com http://127.0.0.1:4800');
  });

  it.each([
    ['de', 'de'],
    ['de-CH', 'de'],
    ['DE', 'de'],
    ['fr', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('speaks to %j in %j', (asked, spoken) => {
    expect(pickLocale(asked)).toBe(spoken);
  });
});
