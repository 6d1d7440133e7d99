/** The checklist as it is shown: what stands in which line, in which colour, and what can be done about it. */
import type {
  Setup,
  SetupAction,
  SetupFacts,
  SetupKey,
  SetupRow,
  SetupState,
} from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Tone } from '../../ui/skin.ts';
import type { Format } from '../../view-models/format.ts';
import type { RowWords, Words } from '../words/words.ts';

export type SetupLine = {
  readonly key: SetupKey;
  readonly title: string;
  readonly detail: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  /** Since when it is so, in words. */
  readonly since: string | null;
  readonly action: { readonly label: string; readonly does: SetupAction } | null;
  /** 0 to 1, of what goes on by itself. */
  readonly progress: number | null;
};

export type SetupView = {
  readonly headline: string;
  /** 0 to 1. */
  readonly share: number;
  /** What to say first: titles of what is broken. */
  readonly broken: { readonly title: string; readonly names: readonly string[] } | null;
  readonly groups: readonly { readonly title: string; readonly lines: readonly SetupLine[] }[];
  /** What a merchant is free to turn on: no part of being set up. */
  readonly choices: readonly SetupLine[];
};

const TONES: Readonly<Record<SetupState, Tone>> = {
  done: 'good',
  open: 'waiting',
  broken: 'bad',
  unknown: 'plain',
};

const GROUPS = {
  install: ['installation', 'permissions', 'embed', 'pixel'],
  arriving: ['webhooks', 'events', 'consent', 'coverage'],
  results: ['history', 'first_segment'],
} as const satisfies Readonly<Record<keyof Words['setup']['groups'], readonly SetupKey[]>>;

const CHOICES = ['orders_basis', 'scores', 'tags'] as const satisfies readonly SetupKey[];

/** @example viewSetup(setup, wordsOf('en'), createFormat('en', Date.now())).headline // '7 of 10 work' */
export function viewSetup(setup: Setup, words: Words, format: Format): SetupView {
  const rowOf = (key: SetupKey): SetupRow => setup.items.find((row) => row.key === key) ?? unknownRow(key);
  const lineOf = (key: SetupKey): SetupLine => viewRow(rowOf(key), words, format);
  const names = Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[];
  const needed = names.flatMap((name): readonly SetupKey[] => GROUPS[name]).map(rowOf);
  const done = needed.filter(({ state }) => state === 'done').length;
  // What the server does not offer is no choice.
  const choices = CHOICES.filter((key) => setup.items.some((row) => row.key === key));
  const broken = [...needed, ...choices.map(rowOf)].filter(({ state }) => state === 'broken');
  return {
    headline:
      done === needed.length
        ? words.setup.allDone
        : words.setup.progress(format.count(done), format.count(needed.length)),
    share: done / needed.length,
    broken:
      broken.length === 0
        ? null
        : { title: words.setup.broken(broken.length), names: broken.map(({ key }) => words.rows[key].title) },
    groups: names.map((name) => ({ title: words.setup.groups[name], lines: GROUPS[name].map(lineOf) })),
    choices: choices.map(lineOf),
  };
}

/** A row that did not come is as one that could not be asked: it is never taken for done. */
function unknownRow(key: SetupKey): SetupRow {
  return { key, state: 'unknown', since: null, facts: null, action: null };
}

function badgeOf(key: SetupKey, state: SetupRow['state'], words: Words): SetupLine['badge'] {
  const isChoice = CHOICES.some((choice) => choice === key);
  return isChoice && state === 'open'
    ? { text: words.off, tone: TONES.unknown }
    : { text: words.states[state], tone: TONES[state] };
}

function viewRow(row: SetupRow, words: Words, format: Format): SetupLine {
  const { key, action, since } = row;
  // What no facts speak for is not known, whatever it says of itself.
  const state = row.facts === null ? 'unknown' : row.state;
  return {
    key,
    title: words.rows[key].title,
    detail: wordDetail(row, words, format),
    badge: badgeOf(key, state, words),
    since: since === null || state === 'unknown' ? null : words.setup.since(format.time(since)),
    action: action === null ? null : { label: words.rows[key].action(state), does: action },
    progress: progressOf(row),
  };
}

function wordDetail<Key extends SetupKey>(
  row: SetupRow & { key: Key },
  words: Words,
  format: Format,
): string {
  if (row.facts === null) return words.setup.notKnown;
  const { detail } = words.rows[row.key] as unknown as RowWords<Key>;
  return detail(row.facts as SetupFacts[Key], format, row.state);
}

function progressOf(row: SetupRow): number | null {
  if (row.key !== 'history' || row.facts?.phase !== 'running') return null;
  const { imported, total } = row.facts;
  return total === null || total === 0 ? 0 : Math.min(1, imported / total);
}
