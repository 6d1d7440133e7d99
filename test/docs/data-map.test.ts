import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  basesMarkdown,
  dataFieldsMarkdown,
  dataMapMarkdown,
  dpiaMarkdown,
  interestsMarkdown,
  recordsMarkdown,
} from '../../core/privacy/data-map-markdown.ts';
import { ROOT } from '../support/source-tree.ts';

const PARTS = [
  { page: 'privacy', parts: { 'data-map': dataMapMarkdown, bases: basesMarkdown } },
  { page: 'data-fields', parts: { 'data-fields': dataFieldsMarkdown } },
  { page: 'records-of-processing', parts: { records: recordsMarkdown } },
  { page: 'dpia', parts: { dpia: dpiaMarkdown } },
  { page: 'legitimate-interest', parts: { interests: interestsMarkdown } },
] as const;
const DRAFTS = ['records-of-processing', 'dpia', 'legitimate-interest'];

const read = (page: string): string => readFileSync(join(ROOT, `docs/${page}.md`), 'utf8');

function fill(text: string, parts: Readonly<Record<string, () => string>>): string {
  return Object.entries(parts).reduce((filled, [name, write]) => {
    const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    expect(filled).toContain(`${start}\n`);
    const [before, after] = [filled.slice(0, filled.indexOf(start)), filled.slice(filled.indexOf(end))];
    return `${before}${start}\n\n${write()}\n${after}`;
  }, text);
}

/** `vitest run test/docs/data-map.test.ts -u` writes them. */
it.each(PARTS)('docs/$page.md has what is held as the code has it', async ({ page, parts }) => {
  await expect(fill(read(page), parts)).toMatchFileSnapshot(join(ROOT, `docs/${page}.md`));
});

it.each(DRAFTS)('docs/%s.md says that it is a draft, leaves blanks, and is no legal advice', (page) => {
  const text = read(page);
  expect(text.split('\n')[2]).toMatch(/^\*\*A draft for Art\. .*no legal advice\.\*\*/);
  expect(text.match(/`\[[^`]+\]`/g)?.length).toBeGreaterThan(8);
});

it('no page says that what we do needs no consent', () => {
  for (const page of ['privacy', 'install', 'tracker', ...DRAFTS])
    expect(read(page)).not.toMatch(
      /(needs? no|without (any )?need for|no need of|requires? no) (cookie )?consent/i,
    );
});
