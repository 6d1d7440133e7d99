/** What `shopify.app.toml` subscribes to, read from it: what is not asked for does not come. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subscription } from './webhooks.ts';

/** As far as the file goes: a list of words each. */
const LIST = /^\s*(topics|compliance_topics|include_fields) = \[([^\]]*)\]/gm;
const URI = /^\s*uri = "([^"]*)"/m;

function readSubscriptions(toml: string): readonly Subscription[] {
  const [, ...sections] = toml.split('[[webhooks.subscriptions]]');
  return sections.flatMap((section) => {
    const [own = ''] = section.split(/^\[[a-z]/m);
    const lists = Object.fromEntries(
      [...own.matchAll(LIST)].map(([, name = '', words = '']) => [name, words.match(/[\w./]+/g) ?? []]),
    );
    const path = URI.exec(own)?.[1] ?? '';
    const topics = lists.topics ?? lists.compliance_topics ?? [];
    const { include_fields: includeFields } = lists;
    return topics.map((topic) => ({ topic, path, ...(includeFields && { includeFields }) }));
  });
}

export const SUBSCRIPTIONS: readonly Subscription[] = readSubscriptions(
  readFileSync(join(import.meta.dirname, '../../../shopify.app.toml'), 'utf8'),
);
