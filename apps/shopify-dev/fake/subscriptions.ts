/** What `shopify.app.toml` subscribes to, read from it: what is not asked for does not come. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subscription } from './webhooks.ts';

type Section = { readonly [name: string]: readonly string[] };

/** Names and the words of their values: as far as the file goes, of texts and lists of texts. */
function sectionOf(lines: readonly string[]): Section {
  const section: Record<string, string[]> = {};
  let name = '';
  for (const line of lines) {
    const [before = '', after] = line.split(' = ');
    if (after !== undefined) name = before.trim();
    // What stands between quotes is every second part.
    const words = (after ?? line).split('"').filter((_, at) => at % 2 === 1);
    section[name] = [...(section[name] ?? []), ...words];
  }
  return section;
}

function subscriptionsOf(toml: string): readonly Subscription[] {
  const [, ...parts] = toml.split('[[webhooks.subscriptions]]');
  return parts.flatMap((part) => {
    const lines = part.split('\n').filter((line) => !line.trimStart().startsWith('#'));
    const next = lines.findIndex((line) => line.startsWith('['));
    const { topics, compliance_topics, uri, include_fields } = sectionOf(
      lines.slice(0, next < 0 ? undefined : next),
    );
    const told = topics ?? compliance_topics ?? [];
    const path = uri?.[0] ?? '';
    return told.map((topic) => ({ topic, path, ...(include_fields && { includeFields: include_fields }) }));
  });
}

export const SUBSCRIPTIONS: readonly Subscription[] = subscriptionsOf(
  readFileSync(join(import.meta.dirname, '../../../shopify.app.toml'), 'utf8'),
);
