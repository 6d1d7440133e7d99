/**
 * The map of what is held as documentation, so that no page says something else than the code: the map itself, its fields,
 * and the parts of the three drafts that follow from it.
 */
import { DEFAULT_SETTINGS, type SiteSettings } from '../sites/site.ts';
import { DATA_FIELDS } from './data-fields.ts';
import { BASES, type Basis, DATA_MAP, type DataClass, VIEWERS } from './data-map.ts';
import { type ClassName, RETENTION_CLASSES } from './keep-terms.ts';

/**
 * What, why, where, how long, on which basis, who sees it.
 *
 * @example dataMapMarkdown().startsWith('| what | why |') // true
 */
export function dataMapMarkdown(): string {
  const rows = DATA_MAP.map((held) => [
    held.what,
    held.why,
    writePlaces(held),
    writeTerm(held),
    BASIS_NAMES[held.basis],
    writeViewers(held),
  ]);
  return writeTable(['what', 'why', 'where', 'how long', 'basis', 'who sees it'], rows);
}

const BASIS_NAMES: Readonly<Record<Basis, string>> = {
  consent: 'consent',
  interest: 'legitimate interest',
  orders: 'contract, books',
  duty: 'legal obligation',
  security: 'security',
  nobody: 'names nobody',
};

/** What stands behind the word that the map has for a basis, and behind who sees it. */
export function basesMarkdown(): string {
  const bases = (Object.keys(BASES) as Basis[]).map(
    (basis) => `- **${BASIS_NAMES[basis]}**: ${BASES[basis]}`,
  );
  const viewers = Object.entries(VIEWERS).map(([name, who]) => `- **${name}**: ${who}`);
  return `${[...bases, ...viewers].join('\n')}\n`;
}

/** Every field with what it holds. */
export function dataFieldsMarkdown(): string {
  return [...Map.groupBy(DATA_FIELDS, ({ of }) => of)]
    .map(([of, fields]) => {
      const rows = fields.map(({ name, holds }) => [`\`${name}\``, holds]);
      return `### ${of}\n\n${writeTable(['field', 'holds'], rows)}`;
    })
    .join('\n');
}

/** What stands for persons, as a register of processing asks for it (Art. 30(1)(b) to (f) GDPR). */
export function recordsMarkdown(): string {
  const rows = DATA_MAP.filter(({ isPersonal }) => isPersonal).map((held) => [
    held.why,
    held.what,
    writeRecipients(held),
    writeTerm(held),
  ]);
  return writeTable(['purpose', 'data', 'recipients', 'time limit'], rows);
}

/** What the assessment is of (Art. 35(7)(a) GDPR), and whether a visitor gets to see it. */
export function dpiaMarkdown(): string {
  const rows = DATA_MAP.filter(({ isPersonal }) => isPersonal).map((held) => [
    held.what,
    held.why,
    BASIS_NAMES[held.basis],
    'as' in held.handed
      ? `yes: ${held.handed.as.map((name) => `\`${name}\``).join(', ')}`
      : `no: ${held.handed.not}`,
  ]);
  return writeTable(['data', 'purpose', 'basis', 'in the export'], rows);
}

/** What is rested on an interest or on security, for the test to weigh. */
export function interestsMarkdown(): string {
  const weighed = DATA_MAP.filter(({ basis }) => basis === 'interest' || basis === 'security');
  const rows = weighed.map((held) => [held.what, held.why, writeTerm(held), writeViewers(held)]);
  return writeTable(['data', 'purpose', 'how long', 'who sees it'], rows);
}

function writePlaces({ where, entries = [] }: DataClass): string {
  const places = Map.groupBy(where, (name) => name.slice(0, name.indexOf(' ')));
  const named = [...places].map(([place, names]) => {
    const own = names.map((name) => name.slice(place.length + 1));
    return `${PLACES[place] ?? place} ${own.map((name) => (isCode(place) ? `\`${name}\`` : name)).join(', ')}`;
  });
  const types =
    entries.length === 0 ? [] : [`entries of type ${entries.map((type) => `\`${type}\``).join(', ')}`];
  return [...types, ...named].join('; ');
}

const PLACES: Readonly<Record<string, string>> = {
  table: 'table',
  collection: 'records',
  file: 'file',
  database: 'with `MONGODB_URL` database',
  memory: 'memory:',
  elsewhere: 'elsewhere:',
};

function isCode(place: string): boolean {
  return place !== 'memory' && place !== 'elsewhere';
}

function writeTerm({ terms = [], until }: DataClass): string {
  return [...terms.map(writeClass), ...(until === undefined ? [] : [until])].join('; ');
}

/** With what a site has that sets nothing. */
function writeClass(name: ClassName): string {
  const { setting, term } = RETENTION_CLASSES.find((known) => known.name === name) ?? NO_CLASS;
  const days = term({ name: '', ...DEFAULT_SETTINGS });
  if (setting === null || days === null) return 'until consent to be written to ends; 30 days unconfirmed';
  return `${days.toLocaleString('en')} days (\`${setting}\`)`;
}

const NO_CLASS: { readonly setting: null; readonly term: (settings: SiteSettings) => null } = {
  setting: null,
  term: () => null,
};

function writeViewers({ seenBy }: DataClass): string {
  return seenBy.join(', ');
}

/** Whoever is somebody else than the shop, the visitor and the machine. */
function writeRecipients({ seenBy }: DataClass): string {
  const others = seenBy.filter((viewer) => !['visitor', 'operator', 'machine'].includes(viewer));
  return others.length === 0 ? 'none' : others.map((viewer) => VIEWERS[viewer]).join('; ');
}

function writeTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
