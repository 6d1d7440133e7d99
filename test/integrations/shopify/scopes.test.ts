import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { adminSchema } from '../../../apps/shopify-dev/fake/schema.ts';
import type { Scope } from '../../../integrations/shopify/operations/operation.ts';
import { SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { demandsOf } from '../../support/shopify/demands.ts';
import { DOCUMENTS, versionsOf } from '../../support/shopify/documents.ts';
import { ROOT } from '../../support/source-tree.ts';

/** What the schema does not say of a document, for it depends on whose the thing is, or stands in its prose only. */
const UNSAID: Readonly<Record<string, readonly Scope[]>> = {
  MetafieldsSet: ['write_customers'],
  MetafieldsDelete: ['write_customers'],
  TagsAdd: ['write_customers'],
  TagsRemove: ['write_customers'],
  WebPixelCreate: ['read_customer_events'],
  WebPixelUpdate: ['read_customer_events'],
};

/** What no document takes, and what does. */
const WITHOUT_DOCUMENT: Readonly<Partial<Record<Scope, string>>> = {
  write_app_proxy: 'the section [app_proxy] of the toml',
};

/** An answer may hold one of several types; these alternatives are other apps' ways to the same thing. */
const OTHER_WAYS = ['read_marketplace_orders', 'read_quick_sale', 'read_inventory'];
/** An image is shown to whoever may see what it belongs to. */
const ANY_WILL_DO = ['MediaImage', 'Image', 'Media', 'MediaPreviewImage'];

const asked = Object.keys(SCOPES) as Scope[];
const cases = DOCUMENTS.flatMap((document) =>
  versionsOf(document).map((version) => [document.operation.name, version, document.operation] as const),
);

describe('scopes', () => {
  it.each(cases)('%s says what it takes in %s, and no more', (_name, version, { name, text, scopes }) => {
    const demands = demandsOf(adminSchema(version), parse(text)).filter(
      ({ at }) => !ANY_WILL_DO.includes(at),
    );
    const needed = demands.map(({ anyOf }) => anyOf.filter((scope) => !OTHER_WAYS.includes(scope)));
    expect(needed.filter((ways) => ways.length !== 1)).toEqual([]);
    const all = [...needed.flat(), ...(UNSAID[name] ?? [])];
    expect([...new Set(all)].sort()).toEqual([...scopes].sort());
  });

  it('that are asked for are those that something takes', () => {
    const taken = new Set<string>(DOCUMENTS.flatMap(({ operation }) => operation.scopes));
    expect([...taken, ...Object.keys(WITHOUT_DOCUMENT)].sort()).toEqual([...asked].sort());
  });

  it('each have a reason, in a sentence', () => {
    for (const reason of Object.values(SCOPES)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });

  const toml = join(ROOT, 'shopify.app.toml');
  it('stand in docs/shopify.md as they stand here', () => {
    const page = readFileSync(join(ROOT, 'docs/shopify.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$/gm)].map(([, scope, why]) => [
      scope,
      why,
    ]);
    expect(rows).toEqual(Object.entries(SCOPES));
  });

  it('are those of shopify.app.toml, where what may write may read', () => {
    const text = readFileSync(toml, 'utf8');
    const [, scopes = ''] = /^scopes\s*=\s*"([^"]*)"/m.exec(text) ?? [];
    const [, optional = ''] = /^optional_scopes\s*=\s*\[([^\]]*)\]/m.exec(text) ?? [];
    const written = [...scopes.split(','), ...optional.replaceAll('"', '').split(',')].map((scope) =>
      scope.trim(),
    );
    const isImplied = (scope: string): boolean =>
      written.includes(scope.replace(/^read_/, 'write_')) && scope.startsWith('read_');
    const listed = [...asked, 'read_all_orders'].filter((scope) => !isImplied(scope));
    expect(written.filter((scope) => !isImplied(scope)).sort()).toEqual(listed.sort());
  });
});
