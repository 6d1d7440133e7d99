import { describe, expect, it } from 'vitest';
import { VERBS } from '../../../../apps/server/cli/verbs.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { makeTerminal, type } from './support.ts';

describe('words on the command line', () => {
  it.each([
    ['replai rows.csv', 'there is no verb "replai"', 'did you mean "replay"?'],
    ['site lst', 'there is no verb "site lst"', 'did you mean "site list"?'],
    ['site', '"site" needs one more word', 'one of: site create, site list, site rotate-keys, site remove'],
    [
      'site --json',
      '"site" needs one more word',
      'one of: site create, site list, site rotate-keys, site remove',
    ],
    ['master-key', '"master-key" needs one more word', 'one of: master-key rotate'],
    ['paint the fence', 'there is no verb "paint"', 'inkling help lists them'],
    ['mongodb://ann:hunter2@db/shop', 'there is no verb "[redacted]"', 'inkling help lists them'],
    ['jobs mongodb://ann:hunter2@db/shop', '"[redacted]" is too much for jobs', 'write inkling jobs'],
    ['replay rows.csv --sped 5', 'there is no option --sped', 'did you mean --speed?'],
    ['replay rows.csv --zzzzzzz', 'there is no option --zzzzzzz', 'see --help'],
    ['replay rows.csv --map', '--map needs a value', 'write --map MAP.json'],
    ['replay rows.csv --map --json', '--map needs a value', 'write --map MAP.json'],
    ['replay rows.csv --shift-to-now=yes', '--shift-to-now takes no value', 'write --shift-to-now alone'],
    ['replay', 'replay needs more', 'write inkling replay FILE'],
    ['replay a.csv b.csv', '"b.csv" is too much for replay', 'write inkling replay FILE'],
    ['replay a.csv --speed fast', '--speed fast is no speed', 'write events a second, or max'],
    ['replay a.csv --speed 0', '--speed 0 is no speed', 'write events a second, or max'],
    ['replay a.csv --concurrency 99', '--concurrency 99 is out of range', 'from 1 to 32'],
    ['erase', 'erase takes one visitor', 'name a VISITOR, --user ID or --email E'],
    ['erase --user 1 --email a@example.com', 'erase takes one visitor', 'name a VISITOR'],
  ])('used wrongly: %s', async (words, fault, cure) => {
    const report = await type(words, makeTerminal({ DATA_DIR: makeDataFolder() }));
    expect(report).toMatchObject({ exit: 2, isFault: true });
    expect(report.text).toContain(`inkling: ${fault}; `);
    expect(report.text).toContain(cure);
    expect(report.json).toMatchObject({ error: { code: 'usage', message: fault } });
  });

  it('nothing at all prints the list of verbs as a fault', async () => {
    const report = await type('', makeTerminal({}));
    expect(report).toMatchObject({ exit: 2, isFault: true });
    expect(report.text).toContain('Usage: inkling VERB');
  });

  it.each(['help', '--help', '-h', 'help --json', 'help --help'])('%s lists every verb', async (words) => {
    const { exit, text } = await type(words, makeTerminal({}));
    expect(exit).toBe(0);
    const width = Math.max(...VERBS.map(({ name }) => name.length));
    for (const { name, summary } of VERBS) expect(text).toContain(`  ${name.padEnd(width)}  ${summary}\n`);
  });

  it.each(['', ...VERBS.map(({ name }) => name)])(
    'the help of %j fits a screen of 80 columns',
    async (name) => {
      const { text } = await type(`help ${name}`.trim(), makeTerminal({}));
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('help writes what options do into a column of their own', async () => {
    const { text } = await type('help segments sizes', makeTerminal({}));
    expect(text.split('\n').slice(-6)).toEqual([
      '  --from T   first instant, ISO 8601 or epoch milliseconds (the first event)',
      '  --to T     last instant (the last event)',
      '  --every D  step: 30m, 1h, 1d (a round one that makes at most 12)',
      '  --site S   short name of the site; the only one unless said',
      '  --json     prints one JSON document on standard output',
      '  --help     prints this',
    ]);
  });

  it.each(VERBS.map(({ name }) => name))('%s --help names each of its options', async (name) => {
    const { exit, text } = await type(`${name} --help`, makeTerminal({}));
    expect(exit).toBe(0);
    const verb = VERBS.find((candidate) => candidate.name === name);
    expect(text).toContain(`Usage: inkling ${name}`);
    for (const option of [...Object.keys(verb?.options ?? {}), 'json', 'help'])
      expect(text).toContain(`--${option}`);
  });

  it.each(['help site', 'site --help', 'site -h --json', 'help site --help'])(
    '%s shows the members of the family',
    async (words) => {
      const { exit, text } = await type(words, makeTerminal({}));
      expect(exit).toBe(0);
      expect(text).toContain('site rotate-keys');
      expect(text).not.toContain('replay');
    },
  );

  it('a malformed setting is refused with place, fault and cure', async () => {
    const report = await type('jobs', makeTerminal({ PORT: 'http' }));
    expect(report).toMatchObject({ exit: 1, isFault: true, json: { error: { code: 'malformed_setting' } } });
    expect(report.text).toContain('PORT');
  });

  it.each(['site list', 'jobs', 'erase --user 1', 'master-key rotate'])(
    '%s makes no data folder where there is none',
    async (words) => {
      const report = await type(words, makeTerminal({ DATA_DIR: `${makeDataFolder()}/none` }));
      expect(report).toMatchObject({ exit: 1, json: { error: { code: 'no_data' } } });
    },
  );
});
