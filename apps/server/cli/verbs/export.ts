import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Refusal, refuse } from '../../../../core/errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../export/answer.ts';
import type { ExportWish } from '../export-source.ts';
import { findSite, SITE_OPTION, withInstallation } from '../installation.ts';
import { Misuse } from '../misuse.ts';
import { type Arguments, done, optionText, type Report, refused, type Verb } from '../verb.ts';

/** Somebody's whole history: for nobody else on this machine. */
const PRIVATE_MODE = 0o600;

export const exportVerb: Verb = {
  name: 'export',
  summary: 'Writes everything held of a visitor, for the visitor',
  usage:
    'VISITOR | --user ID | --email E | --device D [--format json|html] [--lang L] [--out FILE] [--site S]',
  options: {
    user: { value: 'ID', what: 'the id the shop knows the person by' },
    email: { value: 'E', what: 'an address of the person' },
    device: { value: 'D', what: 'the device id: 32 hex digits, or as a library of Segment wrote it' },
    format: { value: 'F', what: 'json for machines, html for the person (json)' },
    lang: { value: 'L', what: 'language of the html document: en or de (en)' },
    out: { value: 'FILE', what: 'a new file, which only you may read (standard output)' },
    site: SITE_OPTION,
  },
  positionals: [0, 1],
  details:
    'The html document stands by itself: it can be sent as it is. What is typed here is written nowhere.',
  run: async (args, terminal) => {
    const wish = readWish(args);
    const out = optionText(args, 'out');
    return withInstallation(terminal, false, async (installation) => {
      const site = await findSite(installation.operations, optionText(args, 'site'));
      if (!site.ok) return refused(site);
      const source = await installation.openExports(site.value);
      const pieces = await source.open(wish);
      if (!pieces.ok) return refused(pieces);
      if (out === undefined) return print(pieces.value, wish.format);
      const fault = await writeFile(pieces.value, out);
      if (fault !== null) return refused(fault);
      return done(
        { site: site.value.site, format: wish.format, out },
        `Written to ${out}, which only you may read.`,
      );
    });
  },
};

async function print(pieces: AsyncIterable<string>, format: ExportFormat): Promise<Report> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return done(format === 'json' ? JSON.parse(text) : { format, document: text }, text.trimEnd());
}

/** Null: it is written. A file that is there already is left as it is. */
async function writeFile(pieces: AsyncIterable<string>, path: string): Promise<Refusal | null> {
  try {
    await pipeline(
      Readable.from(pieces, { highWaterMark: 1 }),
      createWriteStream(path, { flags: 'wx', mode: PRIVATE_MODE }),
    );
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST')
      return refuse('invalid_value', '--out', `${path} is there already: name another file, or remove it`);
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw error;
    return refuse('invalid_value', '--out', `${path} cannot be written: name a file in a folder of yours`);
  }
}

/** Exactly one way of saying who. */
function readWish(args: Arguments): ExportWish {
  const given = {
    visitor: args.positionals[0],
    userId: optionText(args, 'user'),
    email: optionText(args, 'email'),
    device: optionText(args, 'device'),
  };
  const naming = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (Object.keys(naming).length !== 1)
    throw new Misuse('export takes one visitor', 'name a VISITOR, --user ID, --email E or --device D');
  const format = EXPORT_FORMATS.find((known) => known === (optionText(args, 'format') ?? 'json'));
  if (format === undefined)
    throw new Misuse('there is no such format', 'write --format json or --format html');
  return { naming, format, language: optionText(args, 'lang') ?? 'en' };
}
