import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { lintAppToml } from '../../../integrations/shopify/toml/lint.ts';
import { ROOT } from '../../support/source-tree.ts';

const REAL = readFileSync(join(ROOT, 'shopify.app.toml'), 'utf8');

type Mutant = readonly [title: string, from: string | RegExp, to: string, at: string];

/** One change each, as it happens to people. */
const MUTANTS: readonly Mutant[] = [
  ['no TOML at all', 'embedded = true', 'embedded = yes', 'line 7'],
  ['a key twice', 'embedded = true\n', 'embedded = true\nembedded = true\n', 'line 8'],
  ['a table twice', '[pos]', '[pos]\nembedded = false\n[pos]', 'line'],
  ['no client id', /client_id = .*\n/, '', 'client_id'],
  [
    'a client id of other letters',
    '0123456789abcdef0123456789abcdef',
    '0123456789ABCDEF0123456789ABCDEF',
    'client_id',
  ],
  ['a client id that is too short', '0123456789abcdef0123456789abcdef', '0123456789abcdef', 'client_id'],
  ['a name that is longer than Shopify shows', 'name = "Inkling"', `name = "${'x'.repeat(31)}"`, 'name'],
  ['an address without TLS', 'application_url = "https', 'application_url = "http', 'application_url'],
  ['an address without our path', '/platforms/shopify"\nembedded', '"\nembedded', 'application_url'],
  [
    'an address with a slash behind it',
    '/platforms/shopify"\nembedded',
    '/platforms/shopify/"\nembedded',
    'application_url',
  ],
  ['not embedded', 'embedded = true', 'embedded = false', 'embedded'],
  ['a misspelt key', 'embedded = true', 'embeded = true', 'embedded'],
  ['a key that nobody reads', 'embedded = true', 'embedded = true\nhandle = "inkling"', 'handle'],
  ['a table that nobody reads', '[pos]', '[ops]\na = 1\n[pos]', 'ops'],
  [
    'a folder that is not ours',
    '"extensions/inkling-pixel"',
    '"extensions/other"',
    'extension_directories[1]',
  ],
  [
    'no folders',
    /extension_directories = \[[^\]]*\]\n/,
    'extension_directories = []\n',
    'extension_directories',
  ],
  [
    'a deploy without the configuration',
    'include_config_on_deploy = true',
    'include_config_on_deploy = false',
    'build.include_config_on_deploy',
  ],
  [
    'addresses that the command line replaces',
    'urls_on_dev = false',
    'urls_on_dev = true',
    'build.automatically_update_urls_on_dev',
  ],
  ['a permission that is missing', 'read_customers,read_orders,', 'read_customers,', 'access_scopes.scopes'],
  [
    'a permission that nothing takes',
    'read_customers,read_orders,',
    'read_customers,read_orders,read_themes,',
    'access_scopes.scopes',
  ],
  [
    'a permission twice',
    'read_customers,read_orders,',
    'read_customers,read_customers,read_orders,',
    'access_scopes.scopes',
  ],
  [
    'a permission with a space before it',
    'read_customers,read_orders',
    'read_customers, read_orders',
    'access_scopes.scopes',
  ],
  ['one that may be refused asked for at once', ', "write_customers"', '', 'access_scopes.optional_scopes'],
  [
    'the old install flow',
    'use_legacy_install_flow = false',
    'use_legacy_install_flow = true',
    'access_scopes.use_legacy_install_flow',
  ],
  ['tokens of persons', '"offline"', '"online"', 'access.admin.direct_api_mode'],
  [
    'pages that ask the Admin API themselves',
    'direct_api_access = false',
    'direct_api_access = true',
    'access.admin.embedded_app_direct_api_access',
  ],
  [
    'a redirect to another server',
    /redirect_urls = \[ "https:\/\/inkling/,
    'redirect_urls = [ "https://evil',
    'auth.redirect_urls[0]',
  ],
  ['no redirect', /redirect_urls = .*\n/, 'redirect_urls = []\n', 'auth.redirect_urls'],
  ['another version of the API', '2026-07', '2026-04', 'webhooks.api_version'],
  ['a duty that is not heard', ', "shop/redact"', '', 'webhooks.subscriptions'],
  [
    'a duty among other topics',
    '"app/uninstalled", ',
    '"app/uninstalled", "shop/redact", ',
    'webhooks.subscriptions[1].topics',
  ],
  ['duties at the wrong address', '"/webhooks/compliance"', '"/webhooks"', 'webhooks.subscriptions[0].uri'],
  ['an address that nobody answers', 'uri = "/webhooks"', 'uri = "/hooks"', 'webhooks.subscriptions[1].uri'],
  [
    'a topic as the schema writes it',
    '"app/uninstalled"',
    '"APP_UNINSTALLED"',
    'webhooks.subscriptions[1].topics[0]',
  ],
  ['uninstalls that nobody hears', '"app/uninstalled", ', '', 'webhooks.subscriptions'],
  [
    'a topic that is not read',
    '"app/uninstalled", ',
    '"app/uninstalled", "themes/publish", ',
    'webhooks.subscriptions[1].topics',
  ],
  [
    'customers with their names',
    '"refunds/create"',
    '"refunds/create", "customers/update"',
    'webhooks.subscriptions[3].topics',
  ],
  ['a topic twice', '"orders/paid", ', '"orders/paid", "orders/create", ', 'webhooks.subscriptions'],
  [
    'orders with an address',
    '    "cart_token",\n',
    '    "cart_token",\n    "shipping_address",\n',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with an e-mail',
    '    "cart_token",\n',
    '    "cart_token",\n    "email",\n',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with all of the customer',
    '"customer.id"',
    '"customer"',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with the name of the customer',
    '"customer.id"',
    '"customer.id", "customer.first_name"',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with the address of the browser',
    '    "cart_token",\n',
    '    "cart_token",\n    "browser_ip",\n',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with a note',
    '    "cart_token",\n',
    '    "cart_token",\n    "note",\n',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders with the notes of refunds',
    '"refunds.id"',
    '"refunds"',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders without what they cost',
    '    "total_price_set",\n',
    '',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'orders that look like the last one',
    '    "updated_at",\n    "cancelled_at",\n',
    '    "cancelled_at",\n',
    'webhooks.subscriptions[2].include_fields',
  ],
  [
    'refunds without what was given back',
    '    "transactions.amount",\n',
    '',
    'webhooks.subscriptions[3].include_fields',
  ],
  [
    'carts that come whole',
    '  include_fields = [ "id", "token", "created_at", "updated_at", "line_items" ]\n',
    '',
    'webhooks.subscriptions[4].include_fields',
  ],
  ['products without their price', '    "variants.price",\n', '', 'webhooks.subscriptions[6].include_fields'],
  ['a proxy at another address', 'url = "/proxy"', 'url = "/apps"', 'app_proxy.url'],
  ['a proxy that pages do not ask', 'subpath = "inkling"', 'subpath = "ink"', 'app_proxy.subpath'],
  ['a proxy below another prefix', 'prefix = "apps"', 'prefix = "a"', 'app_proxy.prefix'],
  ['a place at the till', 'embedded = false', 'embedded = true', 'pos.embedded'],
  [
    'scores that a storefront reads',
    'access.admin = "merchant_read"',
    'access.admin = "merchant_read"\naccess.storefront = "public_read"',
    'customer.metafields.app.purchase_7d.access.storefront',
  ],
  [
    'scores that others write',
    'access.admin = "merchant_read"',
    'access.admin = "merchant_read_write"',
    'customer.metafields.app.purchase_7d.access.admin',
  ],
  [
    'scores of another type',
    'type = "number_decimal"',
    'type = "json"',
    'customer.metafields.app.purchase_7d.type',
  ],
  ['scores that are not there', 'app.churn_30d', 'app.churn', 'customer.metafields.app.churn_30d'],
];

describe('the configuration of the app', () => {
  it('has nothing wrong', () => {
    expect(lintAppToml(REAL)).toEqual([]);
  });

  it.each(MUTANTS)('is refused with %s', (_, from, to, at) => {
    const mutated = REAL.replace(from, to);
    expect(mutated).not.toBe(REAL);
    const places = lintAppToml(mutated).map((finding) => finding.at);
    expect(places.length).toBeGreaterThan(0);
    expect(places.some((place) => place === at || (at === 'line' && place.startsWith('line ')))).toBe(true);
  });

  it('is refused without any one of its keys, and with any of them misspelt', () => {
    const paths = listKeys(parse(REAL));
    expect(paths.length).toBeGreaterThan(50);
    for (const path of paths) {
      for (const change of ['gone', 'misspelt'] as const) {
        const spoilt = stringify(spoil(structuredClone(parse(REAL)) as Tree, path, change));
        expect([path.join('.'), lintAppToml(spoilt).length]).not.toEqual([path.join('.'), 0]);
      }
    }
  });
});

type Tree = { [key: string]: unknown };

function listKeys(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = [...path, key];
    return [...(Array.isArray(value) ? [] : [own]), ...listKeys(inner, own)];
  });
}

function spoil(tree: Tree, path: readonly string[], change: 'gone' | 'misspelt'): Tree {
  const [last = '', ...before] = [...path].reverse();
  const parent = before.reverse().reduce((node, key) => node[key] as Tree, tree);
  if (change === 'misspelt') parent[`${last}x`] = parent[last];
  delete parent[last];
  return tree;
}
