/** The table of known events as documentation, so that the page never says something else than the code. */
import { type EventSpec, type Family, type Requirement, SPEC } from './spec.ts';
import { aliasesOf } from './vocabularies.ts';

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
