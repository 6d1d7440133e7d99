import { readFileSync } from 'node:fs';
import { expect, describe as group, it } from 'vitest';
import { SPEC } from '../../../../core/events/spec.ts';
import { DERIVED_EVENTS } from '../../../../core/segments/condition.ts';
import { parseDefinition } from '../../../../core/segments/parse.ts';
import { referencesOf } from '../../../../core/segments/references.ts';
import {
  findTemplate,
  INIT_SETS,
  installable,
  type Need,
  TEMPLATES,
} from '../../../../core/segments/templates/index.ts';
import { templatesMarkdown } from '../../../../core/segments/templates/markdown.ts';
import { describe, readWords } from '../../../../core/segments/words.ts';

const ALL = Object.values(TEMPLATES).flat();
const NOTHING: ReadonlySet<Need> = new Set();
const EVERYTHING: ReadonlySet<Need> = new Set(['scores', 'email events', 'campaigns']);

group('every template', () => {
  it('has a key of its own', () => {
    expect(new Set(ALL.map(({ key }) => key)).size).toBe(ALL.length);
    expect(ALL).toHaveLength(29);
  });

  it.each(ALL)('$key is a segment as it can be put', (template) => {
    const definition = installable(template, EVERYTHING);
    expect(definition.ok && parseDefinition(definition.value)).toEqual(definition);
  });

  it.each(ALL)('$key is read back from its words', ({ when }) => {
    expect(readWords(describe(when))).toEqual({ ok: true, value: when });
  });

  it.each(ALL)('$key says in plain sentences what they want and what to do', ({ want, action }) => {
    expect(want).toMatch(/^[A-Z].{10,90}[.?]$/);
    expect(action).toMatch(/^[A-Z].{10,110}\.$/);
    expect(action).not.toMatch(/\. /);
  });

  it.each(ALL)('$key asks for events and facts that the table of events knows', ({ when }) => {
    const { events, facts } = referencesOf(when);
    const unknown = [...events, ...facts].filter(
      (name) => !SPEC.has(name) && !DERIVED_EVENTS.some((one) => one === name),
    );
    expect(unknown).toEqual([]);
  });

  it.each(ALL)('$key says what it needs, and nothing more', ({ when, needs = [] }) => {
    const { scores, events } = referencesOf(when);
    const hasEmail = events.some((name) => SPEC.get(name)?.family === 'e-mail');
    const hasTreatments = events.some((name) => SPEC.get(name)?.family === 'treatments');
    expect(needs).toEqual([
      ...(scores.length > 0 ? ['scores'] : []),
      ...(hasEmail ? ['email events'] : []),
      ...(hasTreatments ? ['campaigns'] : []),
    ]);
  });
});

group('a template whose inputs are not there yet', () => {
  it.each([
    ['high-intent-low-frequency', 'scores', /no model scores/],
    ['email-opened-site-inactive', 'email events', /connect the sender/],
  ] as const)('%s is refused with the reason, until there are %s', (key, need, hint) => {
    const template = findTemplate(key);
    if (template === undefined) throw new Error(`there is no template ${key}`);
    const others = new Set([...EVERYTHING].filter((one) => one !== need));
    for (const available of [NOTHING, others]) {
      expect(installable(template, available)).toEqual({
        ok: false,
        code: 'not_available',
        at: 'needs',
        hint: expect.stringMatching(hint),
      });
    }
    expect(installable(template, new Set([need]))).toMatchObject({ ok: true, value: { key } });
  });
});

group('the four that a new site starts with', () => {
  it.each(Object.entries(INIT_SETS))('are there for %s and need nothing', (family, keys) => {
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) {
      const template = TEMPLATES[family as keyof typeof TEMPLATES].find((one) => one.key === key);
      expect(template && installable(template, NOTHING)).toMatchObject({ ok: true, value: { key } });
    }
  });
});

group('docs/segments.md', () => {
  const page = readFileSync(new URL('../../../../docs/segments.md', import.meta.url), 'utf8');

  it('has the templates as the code has them', () => {
    expect(/<!-- templates -->\n\n([\s\S]*)\n<!-- \/templates -->/.exec(page)?.[1]).toBe(templatesMarkdown());
  });
});
