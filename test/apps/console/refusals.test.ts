import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFault } from '../../../apps/console/api/answer.ts';
import { CURES, sayCure, sayRefusal } from '../../../apps/console/view-models/refusals.ts';
import { REFUSAL_WORDS } from '../../../apps/console/words/refusals.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { REFUSALS } from '../../../core/errors.ts';
import { parseCondition } from '../../../core/segments/parse.ts';
import { readWords } from '../../../core/segments/words.ts';
import { FAULTY as FAULTY_CAMPAIGNS } from '../../core/decisions/faulty.ts';
import { put } from '../../core/decisions/world.ts';
import { FAULTY as FAULTY_CONDITIONS } from '../../core/segments/faulty.ts';

const CORE = join(import.meta.dirname, '../../../core');
/** Where the cures of conditions and campaigns are written, but for those of lines: words-tokens.ts puts them together. */
const SOURCES = [
  'segments/catalog.ts',
  'segments/catalog-change.ts',
  'segments/cures.ts',
  'segments/doubts.ts',
  'segments/explain-issue.ts',
  'segments/faults.ts',
  'segments/guard.ts',
  'segments/history.ts',
  'segments/parse.ts',
  'segments/read-definition.ts',
  'segments/schema.ts',
  'segments/schema-values.ts',
  'decisions/campaign-book.ts',
  'decisions/caps.ts',
  'decisions/manners.ts',
  'decisions/parse.ts',
  'decisions/placeholders.ts',
  'decisions/schema.ts',
  'decisions/schema-treatment.ts',
  'sites/site.ts',
];

/** Parts of sentences, and sentences of which a part is another one. */
const PARTS: ReadonlySet<string> = new Set([
  'a whole number and a unit (ms s m h d w), like "7d"',
  'write x, one of x, or {"from": "-90d", "to": "-30d"}',
  'write x, or "lifetime"',
  'it is not known here: did you mean x?',
  'no x xx is known: did you mean x?',
  'add it: ',
  'add it: x',
  'at x: x',
  'x, or leave it a draft',
  'message, banner, content …',
  // Of TypeScript, or of the log of the server.
  'bounds or property',
  "segments[x]${read.at === '' ? '' : ",
  'campaign x of site x',
  'what is kept of it is no campaign of this version of Inkling',
  'run the version that wrote it, or a later one',
]);

/** What stands in quotes there and begins as a cure does; what is put in is `x`. */
function curesIn(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').replaceAll(/\$\{[^{}]*\}/g, 'x');
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)]
    .map(([, plain, filled]) => plain ?? filled ?? '')
    .filter((text) => /^[a-z"]/.test(text) && text.split(' ').length > 2 && !PARTS.has(text));
}

const placesIn = (text: string): readonly string[] => [...text.matchAll(/«\w+»/g)].map(String).toSorted();
const unsaid = (hints: readonly string[]): readonly string[] =>
  hints.filter((hint) => sayCure(hint, 'de') === null);

describe('what the server refuses, in the language of the page', () => {
  it('has words for every code, in every language', () => {
    for (const { refusals } of Object.values(REFUSAL_WORDS))
      expect(Object.keys(refusals)).toEqual(Object.keys(REFUSALS));
  });

  it('has a German sentence for every cure of conditions, segments, campaigns and sites', () => {
    const cures = SOURCES.flatMap((file) => curesIn(readFileSync(join(CORE, file), 'utf8')));
    expect(cures.length).toBeGreaterThan(150);
    expect(unsaid(cures)).toEqual([]);
  });

  it('has one for every faulty condition, line and campaign there is', () => {
    const conditions = FAULTY_CONDITIONS.map(([, input]) => parseCondition(input));
    const campaigns = FAULTY_CAMPAIGNS.map(([, given]) => parseCampaign(put(given), 'hello'));
    const lines = [
      'viewd a product',
      'viewed a product in',
      'idle for three days',
      'in segment',
      'trait plan is',
      '',
    ];
    const refused = [...conditions, ...campaigns, ...lines.map(readWords)].filter((read) => !read.ok);
    expect(refused.length).toBeGreaterThan(100);
    expect(unsaid(refused.map(({ hint }) => hint))).toEqual([]);
  });

  it('keeps what is put in, and says whole sentences', () => {
    for (const [english, german] of CURES) {
      expect([english, placesIn(german)]).toEqual([english, placesIn(english)]);
      expect([english, /^[A-ZÄÖÜ„«]/.test(german) && /[.?!)\]}»]$/.test(german)]).toEqual([english, true]);
    }
    expect(new Set(CURES.map(([english]) => english)).size).toBe(CURES.length);
  });
});

describe('a refusal', () => {
  const told = { message: 'A value is of the wrong type or out of range.' };

  it.each([
    ['en', 'invalid_value', 'write at most 64 characters', 'Write at most 64 characters.'],
    ['de', 'invalid_value', 'write at most 64 characters', 'Schreiben Sie höchstens 64 Zeichen.'],
    ['de', 'invalid_value', 'add it: write a text', 'Hier fehlt noch etwas. Schreiben Sie einen Text.'],
    [
      'de',
      'in_use',
      'used by segment "keen": change or delete them first',
      'Etwas anderes braucht es noch. Das Segment „keen“ baut darauf auf: Ändern oder löschen Sie das zuerst.',
    ],
    [
      'de',
      'rate_limited',
      '',
      'Das war zu viel auf einmal. Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
    ],
    ['en-XA', 'invalid_value', 'write at most 64 characters', expect.stringMatching(/^\[Wrîté át möšt 64 /)],
  ])('is said in %s: %s, %s', (locale, code, hint, text) => {
    expect(sayRefusal({ ...told, code, hint }, locale)).toEqual({ text, detail: '' });
  });

  it('keeps in English what there are no words for', () => {
    expect(sayRefusal({ ...told, code: 'conflict', hint: 'turn it off and on' }, 'de')).toEqual({
      text: 'Das verträgt sich nicht mit dem, was schon da ist.',
      detail: 'Turn it off and on.',
    });
  });

  it.each(['write a text about birds', 'do write a text'])(
    'is no other sentence that it begins or ends like: %s',
    (hint) => {
      expect(sayCure(hint, 'de')).toBeNull();
    },
  );

  it('comes with its place, and with what the server wrote', async () => {
    const error = { ...told, code: 'invalid_value', at: 'name', hint: 'write a text' };
    const say = async (refusal: Parameters<typeof sayRefusal>[0]) => sayRefusal(refusal, 'de');
    expect(await readFault(Response.json({ error }, { status: 400 }), say)).toEqual({
      ...{ kind: 'refused', at: 'name', hint: 'write a text', text: 'Schreiben Sie einen Text.' },
    });
  });
});
