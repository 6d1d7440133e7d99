import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LONGEST_TEXT, MOST_ITEMS, MOST_PROPERTIES } from '../../../core/events/caps.ts';
import { eventsMarkdown, vocabulariesMarkdown } from '../../../core/events/markdown.ts';
import { MONEY_KEYS } from '../../../core/events/money.ts';
import { PROPERTY_TYPES } from '../../../core/events/spec.ts';

const page = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');

describe('docs/segment.md', () => {
  it('has the table of vocabularies as the code has it', () => {
    const segment = readFileSync(new URL('../../../docs/segment.md', import.meta.url), 'utf8');
    const table = /<!-- vocabularies -->\n\n([\s\S]*)\n<!-- \/vocabularies -->/.exec(segment)?.[1];
    expect(table).toBe(vocabulariesMarkdown());
  });
});

describe('docs/events.md', () => {
  it('has the table as the code has it', () => {
    const table = /<!-- events -->\n\n([\s\S]*)\n<!-- \/events -->/.exec(page)?.[1];
    expect(table).toBe(eventsMarkdown());
  });

  it('names every property type and every money property', () => {
    for (const word of [...PROPERTY_TYPES, ...MONEY_KEYS]) expect(page).toContain(`\`${word}\``);
  });

  it('states the caps that hold', () => {
    for (const cap of [MOST_PROPERTIES, MOST_ITEMS, LONGEST_TEXT])
      expect(page).toContain(cap.toLocaleString('en'));
  });
});
