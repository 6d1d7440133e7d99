/** The table of known events as documentation, so that the page never says something else than the code. */
import { type EventSpec, type Family, type Requirement, SPEC } from './spec.ts';
import { aliasesOf, type PropertyMap, type PropertySource, VOCABULARY } from './vocabularies.ts';

/**
 * Markdown: one table for each family of events.
 * @example eventsMarkdown().startsWith('### page') // true
 */
export function eventsMarkdown(): string {
  const families = new Map<Family, string[]>();
  for (const [name, spec] of SPEC) {
    families.set(spec.family, [...(families.get(spec.family) ?? []), eventRow(name, spec)]);
  }
  return [...families].map(([family, rows]) => familyTable(family, rows)).join('\n');
}

/**
 * Markdown: what Google Analytics 4 and Shopify's web pixel call each event, and where its properties stand there.
 * @example vocabulariesMarkdown().includes('transaction_id') // true
 */
export function vocabulariesMarkdown(): string {
  const rows = [...VOCABULARY].flatMap(([event, { ga4 = [], shopify = [] }]) => {
    const properties = [...ga4, ...shopify].flatMap((foreign) => renamed(foreign.properties ?? {}));
    const cells = [event, ...[ga4, shopify].map((all) => all.map(({ name }) => name).join(', ') || '–')];
    return ga4.length + shopify.length === 0
      ? []
      : [`| ${[...cells, [...new Set(properties)].join('; ') || '–'].join(' | ')} |`];
  });
  const head = '| Segment | Google Analytics 4 | Shopify’s pixel | where properties stand there |';
  return [head, '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** What stands at the top by its name there; of what is an object there, what is taken out of it. */
function renamed(properties: PropertyMap): readonly string[] {
  const roots = Map.groupBy(Object.entries(properties), ([, source]) => pathOf(source).split('.')[0] ?? '');
  return [...roots].flatMap(([root, found]) => {
    const keys = found.map(([key]) => key);
    const isPlain = found.every(([, source]) => !pathOf(source).includes('.'));
    return isPlain && keys[0] === root && keys.length === 1 ? [] : [`\`${root}\` → ${keys.join(' ')}`];
  });
}

function pathOf(source: PropertySource): string {
  if (typeof source === 'string') return source;
  if ('pathOf' in source) return source.pathOf;
  return 'sum' in source ? source.sum.join(' + ') : source.each;
}

function familyTable(family: Family, rows: readonly string[]): string {
  return `### ${family}\n\n| event | properties | also accepted as |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function eventRow(name: string, spec: EventSpec): string {
  const marks = `${spec.extension ? ' ×' : ''}${spec.funnel === undefined ? '' : ` (${spec.funnel})`}`;
  const dropped = spec.dropped === undefined ? '' : `; never stored: ${spec.dropped.join(', ')}`;
  return `| ${name}${marks} | ${properties(spec)}${dropped} | ${aliasesOf(name).join(', ')} |`;
}

function properties(spec: EventSpec): string {
  const required = (spec.required ?? []).map(requirement).filter((text) => text !== '**currency**');
  const named = new Set((spec.required ?? []).flat());
  const optional = Object.keys(spec.properties).filter((key) => !named.has(key));
  return [...required, ...optional].join(', ') || '–';
}

function requirement(one: Requirement): string {
  return typeof one === 'string' ? `**${one}**` : one.map((key) => `**${key}**`).join(' or ');
}
