import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hrefOf, PAGES, placeAt } from '../../../apps/console/pages/places.ts';
import { writeCsv } from '../../../apps/console/view-models/csv.ts';
import { HELD } from '../../../apps/console/words/held.ts';
import { pseudo } from '../../../apps/console/words/pseudo.ts';
import { TERMS } from '../../../apps/console/words/terms.ts';
import {
  languageOf,
  localeOf,
  type Phrase,
  type Phrases,
  type WordSet,
  wordsOf,
} from '../../../apps/console/words/words.ts';
import { BASES, DATA_MAP, VIEWERS } from '../../../core/privacy/data-map.ts';

const FOLDER = join(import.meta.dirname, '../../../apps/console/words');
const OTHERS = ['words.ts', 'pseudo.ts'];

async function loadSets(): Promise<readonly (readonly [string, WordSet<Phrases>])[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !OTHERS.includes(file));
  const modules = await Promise.all(
    files.map((file) => import(join(FOLDER, file)) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module, place) =>
    // Lists of names that words are found by are no words.
    Object.values(module)
      .flatMap((set) => (Array.isArray(set) ? [] : [set]))
      .map((set) => [files[place] ?? '', set as WordSet<Phrases>] as const),
  );
}

/** Every text, by its path; those with something in them by their code. */
function textsOf(words: Phrases, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([name, phrase]: [string, Phrase | Phrases]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof phrase === 'string') return [[at, phrase] as const];
    if (typeof phrase === 'function') return [[at, String(phrase)] as const];
    return Array.isArray(phrase)
      ? phrase.map((text: string, place) => [`${at}[${place}]`, text] as const)
      : textsOf(phrase as Phrases, at);
  });
}

describe('the words of the console', () => {
  it('are the same in every language: none is missing, empty, or left in English', async () => {
    const sets = await loadSets();
    expect(sets.length).toBeGreaterThan(1);
    for (const [file, { en, de }] of sets) {
      const [english, german] = [textsOf(en), textsOf(de)];
      expect([file, german.map(([at]) => at)]).toEqual([file, english.map(([at]) => at)]);
      expect([file, [...english, ...german].filter(([, text]) => text.trim() === '')]).toEqual([file, []]);
      const said = new Map(english);
      const same = german.filter(
        ([at, text]) => text === said.get(at) && /\s/.test(text.trim()) && !text.includes('=>'),
      );
      expect([file, same]).toEqual([file, []]);
    }
  });

  it('are chosen by the language alone, English where there is no other', () => {
    expect(['de-CH', 'DE', 'fr', 'en-GB'].map(languageOf)).toEqual(['de', 'de', 'en', 'en']);
  });

  it('go with figures of the same language: the first that somebody prefers and that there is', () => {
    expect(localeOf(['fr-FR', 'de-AT', 'en'])).toBe('de-AT');
    expect(localeOf(['en-GB', 'de'])).toBe('en-GB');
    expect(localeOf(['fr', 'deu'])).toBe('en');
    expect(localeOf([])).toBe('en');
  });

  it('have a name for all that is held', () => {
    for (const { classes, viewers, bases } of Object.values(HELD)) {
      const held = DATA_MAP.filter(({ what }) => !Object.hasOwn(classes, what)).map(({ what }) => what);
      expect(held).toEqual([]);
      expect(Object.keys(VIEWERS).filter((viewer) => !Object.hasOwn(viewers, viewer))).toEqual([]);
      expect(Object.keys(BASES).filter((basis) => !Object.hasOwn(bases, basis))).toEqual([]);
    }
  });

  it('count one as one', () => {
    const { terms } = TERMS.de;
    expect(['1', '2', '1.000'].map(terms.kept)).toEqual([
      'Ein Eintrag wurde entfernt.',
      '2 Einträge wurden entfernt.',
      '1.000 Einträge wurden entfernt.',
    ]);
  });

  it('stand out in the language that nobody has, with what is in them', () => {
    const set = {
      en: { one: 'Cats', two: { of: (name: string) => `of ${name}` }, list: ['a'] },
      de: { one: '', two: { of: () => '' }, list: [] },
    };
    const words = wordsOf(set, 'en-XA');
    expect(words).toMatchObject({ one: '[Çátš ~~~~]', list: ['[á ~]'] });
    expect(words.two.of('Anna')).toBe('[öf Anna ~~~~~~~]');
    expect(pseudo(set.en).one).toBe(words.one);
  });
});

describe('addresses of the console', () => {
  it('lead to a page, and to what is behind it', () => {
    for (const page of PAGES) {
      expect(placeAt('/console', hrefOf('/console', page))).toEqual({ page, rest: [] });
      expect(placeAt('/console', hrefOf('/console', page, 'a/b', 'ü?'))).toEqual({
        page,
        rest: ['a/b', 'ü?'],
      });
    }
  });

  it('lead to the first page, or to none', () => {
    expect(placeAt('/console', '/console')).toEqual({ page: PAGES[0], rest: [] });
    expect(placeAt('/console', '/console/nothing/%')).toEqual({ page: null, rest: ['%'] });
  });
});

describe('a table as a file', () => {
  it('is read back as it was, by whatever reads RFC 4180', () => {
    expect(
      writeCsv(
        ['Page', 'Views'],
        [
          ['/a,"b"', 12],
          ['two\nlines', null],
        ],
      ),
    ).toBe('Page,Views\r\n"/a,""b""",12\r\n"two\nlines",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@a', '\tx'])('is no formula: %s', (text) => {
    expect(writeCsv(['x'], [[text]])).toContain(`'${text}`);
  });

  it('keeps figures as figures', () => {
    expect(writeCsv(['x'], [[-1]])).toBe('x\r\n-1\r\n');
  });
});
