import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../support/source-tree.ts';
import { EXCEPTIONS, IN_BROWSERS, JSON_EXCEPTIONS } from './exceptions.ts';
import { PARSERS } from './parsers.ts';

const EXPORTED = /^export (?:async )?(?:function\*?|const) ?\*? ?((?:parse|decode|read)[A-Z]\w*)/gm;
/** Whatever it is called: it takes what nobody has looked at. */
const TAKES_ANYTHING = /^export (?:async )?function (\w+)\(input: unknown/gm;
const PARSES = /^(?!\s*(?:\*|\/\/|\/\*\*)).*\bJSON\.parse\(/m;

const files = listFiles()
  .filter((path) => /^(core|apps|integrations|extensions)\/.*\.ts$/.test(path) && !IN_BROWSERS.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const found = files.flatMap(({ path, text }) =>
  [EXPORTED, TAKES_ANYTHING].flatMap((shape) =>
    [...text.matchAll(shape)].map(([, name]) => `${path} ${name}`),
  ),
);
/** Whether a file exports it. */
const isThere = (entry: string): boolean => {
  const [path, name] = entry.split(' ');
  const text = files.find((file) => file.path === path)?.text ?? '';
  return new RegExp(`^export (async )?(function|const)\\*? ?\\*? ?${name}\\b`, 'm').test(text);
};
const covered = PARSERS.flatMap(({ covers }) => covers);
const excepted = Object.values(EXCEPTIONS).flat();

describe('the table of parsers', () => {
  it('sees the source', () => {
    expect(found).toContain('core/collect/json.ts readJson');
    expect(found.length).toBeGreaterThan(100);
  });

  it('holds every exported function that parses, decodes or reads, or an exception says why not', () => {
    const known = new Set([...covered, ...excepted]);
    expect(found.filter((name) => !known.has(name))).toEqual([]);
  });

  it('and its exceptions name functions that are there, each once', () => {
    expect([...covered, ...excepted].filter((name) => !isThere(name))).toEqual([]);
    expect(excepted.filter((name, at) => covered.includes(name) || excepted.indexOf(name) !== at)).toEqual(
      [],
    );
  });

  it('knows every file that parses JSON', () => {
    const known = new Set([...covered.map((name) => name.split(' ')[0]), ...Object.keys(JSON_EXCEPTIONS)]);
    const parsing = files.filter(({ text }) => PARSES.test(text)).map(({ path }) => path);
    expect(parsing.filter((path) => !known.has(path))).toEqual([]);
    expect(Object.keys(JSON_EXCEPTIONS).filter((path) => !parsing.includes(path))).toEqual([]);
  });

  it('names each parser once', () => {
    const names = PARSERS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
