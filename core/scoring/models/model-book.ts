/** Models of every site: which of each label's versions is served, and the cards of all that were trained. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, SiteId } from '../../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../errors.ts';
import type { RecordStore } from '../../ports.ts';
import { changeRecord } from '../../record-change.ts';
import { OWN_RECORDS, type Records } from '../../records.ts';
import { createTurns } from '../../turns.ts';
import { BUILT_IN_LABELS, isSameLabel, type Label } from '../labels/label.ts';
import { createScorer } from '../model.ts';
import type { Score } from '../score.ts';
import type { ModelCard } from './card.ts';
import { createVersions, type Made, type Version, type Versions } from './versions.ts';

const STATES = 'models';
const A_PAGE = 500;
/** That are kept: of more a profile holds no scores. */
const MOST_LABELS = 28;

export type Served = Version & {
  /** With reasons. */
  readonly score: (row: Float64Array) => Score;
};

/** What the last training came to; kept also where nothing was served because of it. */
export type LastRun = {
  /** UTC ms. */
  readonly at: number;
  readonly positives: number;
  readonly negatives: number;
  /** In words; empty where there was enough. */
  readonly lack: readonly string[];
  /** Version of the card that was made; null: none was. */
  readonly version: number | null;
};

/** How a label of a site stands. */
export type LabelState = {
  readonly label: Label;
  /** Versions; null: none. `previous` is what one step back leads to. */
  readonly active: number | null;
  readonly previous: number | null;
  /** Highest that was given out. */
  readonly latest: number;
  readonly lastRun: LastRun | null;
};

export type ModelBook = {
  /** Null: the heuristic is all there is. */
  served(site: SiteId, label: string): Served | null;
  states(site: SiteId): readonly LabelState[];
  state(site: SiteId, label: string): LabelState | null;
  putLabel(site: SiteId, label: Label): Promise<Outcome<LabelState>>;
  /** With its models. Who asks for it under the same key again begins anew. */
  removeLabel(site: SiteId, label: string): Promise<Outcome<null>>;
  /** Newest first. */
  cards(site: SiteId, label: string): Promise<readonly ModelCard[]>;
  /**
   * Keeps a model that was made; serves it from now on where it was promoted.
   *
   * @param run The training that made it; null: none did.
   * @returns false: it is not kept, since by now something else is asked for under the name of its label.
   */
  add(site: SiteId, made: Made, run: LastRun | null): Promise<boolean>;
  /** As {@link add} does: of another label nothing is noted. */
  noteRun(site: SiteId, label: Label, run: LastRun): Promise<boolean>;
  /** The site is gone. */
  forget(site: SiteId): void;
  /** Serves what was served before, or the heuristic again; the step back from there leads here. */
  rollBack(site: SiteId, label: string): Promise<Outcome<LabelState>>;
};

type ModelBookPorts = {
  readonly store: RecordStore;
  readonly sites: readonly SiteId[];
  /** Left out where no other server trains models. */
  readonly records?: Pick<Records, 'on'>;
};

const untouched = (label: Label): LabelState => ({
  label,
  active: null,
  previous: null,
  latest: 0,
  lastRun: null,
});

const placeOf = (site: SiteId, label: string): string => `${site} ${label}`;

/** @example (await createModelBook({ store, sites })).served(site, 'purchase_7d')?.score(row).p */
export async function createModelBook(ports: ModelBookPorts): Promise<ModelBook> {
  const { store, sites, records = OWN_RECORDS } = ports;
  const versions = createVersions(store);
  const { servedOf, stateOf, ownOf, change, drop, forget, load, readAgain } = createShelf(store, versions);
  const inTurn = createTurns();
  for (const site of sites) await load(site);
  records.on(STATES, (site, label) => inTurn(() => readAgain(site, label)));

  return {
    served: servedOf,
    state: stateOf,
    states: (site) => withBuiltIn(ownOf(site)),
    putLabel: (site, label) =>
      inTurn(async () => {
        if (isBuiltIn(label.key))
          return refuse('conflict', 'label', `${label.key} is there for every site: choose another name`);
        const hasRoom = (known: LabelState | null): boolean =>
          known !== null || ownOf(site).length < MOST_LABELS;
        const state = await change(site, label.key, (known) =>
          hasRoom(known) ? define(known, label) : null,
        );
        return state === null ? crowded() : accept(state);
      }),
    removeLabel: (site, label) =>
      inTurn(async () => {
        if (stateOf(site, label) === null) return unknownLabel();
        if (isBuiltIn(label))
          return refuse('conflict', 'label', `${label} is there for every site: it costs nothing unused`);
        await drop(site, label);
        return accept(null);
      }),
    cards: async (site, label) => (await versions.cards(site, label)).toReversed(),
    add: (site, made, run) => inTurn(() => addVersion({ change, versions }, site, made, run)),
    noteRun: (site, label, run) =>
      inTurn(async () => {
        const state = await change(site, label.key, (known) =>
          known !== null && isSameLabel(known.label, label) ? { ...known, lastRun: run } : null,
        );
        return state !== null;
      }),
    forget,
    rollBack: (site, label) =>
      inTurn(async () => {
        const back = await change(site, label, (known) =>
          known === null || (known.active === null && known.previous === null)
            ? null
            : { ...known, active: known.previous, previous: known.active },
        );
        if (back !== null) return accept(back);
        if (stateOf(site, label) === null) return unknownLabel();
        return refuse('not_available', 'label', 'no model of it was ever served: train it first');
      }),
  };
}

/** States as they lie in the store, and the models that they name, ready to be asked. */
function createShelf(store: ModelBookPorts['store'], versions: Versions) {
  const states = new Map<string, LabelState>();
  const serving = new Map<string, Served>();

  /** A version that cannot be read is not served: the heuristic is, and says so. */
  async function serve(site: SiteId, state: LabelState): Promise<void> {
    const place = placeOf(site, state.label.key);
    states.set(place, state);
    const version = state.active === null ? null : await versions.read(site, state.label.key, state.active);
    if (version === null) serving.delete(place);
    else serving.set(place, { ...version, score: createScorer(version.model) });
  }

  function stateOf(site: SiteId, label: string): LabelState | null {
    const builtIn = BUILT_IN_LABELS.find(({ key }) => key === label);
    return states.get(placeOf(site, label)) ?? (builtIn === undefined ? null : untouched(builtIn));
  }

  /** As it lies in the store, where another server may have changed it a moment ago. */
  async function take(site: SiteId, label: string, value: Json | undefined): Promise<void> {
    const place = placeOf(site, label);
    if (value !== undefined) {
      const state = value as unknown as LabelState;
      if (!isDeepStrictEqual(state, states.get(place))) await serve(site, state);
      return;
    }
    states.delete(place);
    serving.delete(place);
  }

  return {
    servedOf: (site: SiteId, label: string): Served | null => serving.get(placeOf(site, label)) ?? null,
    stateOf,
    ownOf: (site: SiteId): readonly LabelState[] =>
      [...states].filter(([place]) => place.startsWith(`${site} `)).map(([, state]) => state),
    /** @param make Of how it stands; null: it stays so. */
    change: async (
      site: SiteId,
      label: string,
      make: (known: LabelState | null) => Promise<LabelState | null> | LabelState | null,
    ): Promise<LabelState | null> => {
      const state = await changeRecord(store, [STATES, site, label], async (value) => {
        await take(site, label, value);
        const answer = await make(stateOf(site, label));
        return answer === null ? { answer } : { next: answer as unknown as Json, answer };
      });
      if (state !== null) await serve(site, state);
      return state;
    },
    readAgain: async (site: SiteId, label: string): Promise<void> =>
      take(site, label, await store.getRecord(STATES, site, label)),
    /** The state goes first: without it nobody asks for what is left of the versions. */
    drop: async (site: SiteId, label: string): Promise<void> => {
      await store.deleteRecord(STATES, site, label);
      states.delete(placeOf(site, label));
      serving.delete(placeOf(site, label));
      await versions.removeAll(site, label);
    },
    forget: (site: SiteId): void => {
      for (const known of [states, serving])
        for (const place of known.keys()) if (place.startsWith(`${site} `)) known.delete(place);
    },
    load: async (site: SiteId): Promise<void> => {
      for (const { value } of await store.listRecords(STATES, site, null, A_PAGE))
        await serve(site, value as unknown as LabelState);
    },
  };
}

/** Of two servers that train at once one gets the number: versions are written by one alone. */
async function addVersion(
  { change, versions }: Pick<ReturnType<typeof createShelf>, 'change'> & { readonly versions: Versions },
  site: SiteId,
  made: Made,
  run: LastRun | null,
): Promise<boolean> {
  const { label } = made.model;
  const { version } = made.card;
  const ifAsked = (make: (known: LabelState) => LabelState | null) =>
    change(site, label.key, (known) =>
      known !== null && isSameLabel(known.label, label) ? make(known) : null,
    );
  const given = await ifAsked((known) => (known.latest < version ? { ...known, latest: version } : null));
  if (given === null) return false;
  const { active, previous } = promote(given, made.card, run);
  await versions.add(site, made, [active, previous]);
  return (await ifAsked((known) => promote(known, made.card, run))) !== null;
}

/** By label. */
function withBuiltIn(own: readonly LabelState[]): readonly LabelState[] {
  const other = BUILT_IN_LABELS.filter(({ key }) => !own.some(({ label }) => label.key === key));
  return [...own, ...other.map(untouched)].toSorted((a, b) => (a.label.key < b.label.key ? -1 : 1));
}

function isBuiltIn(label: string): boolean {
  return BUILT_IN_LABELS.some(({ key }) => key === label);
}

function unknownLabel(): Refusal {
  return refuse('not_found', 'label', 'see GET /v1/models or `inkling model list` for those of this site');
}

function crowded(): Refusal {
  const hint = `a site has at most ${MOST_LABELS} labels: change or delete one of them`;
  return refuse('conflict', 'label', hint);
}

function define(known: LabelState | null, label: Label): LabelState {
  if (known !== null && isSameLabel(known.label, label)) return known;
  return { ...untouched(label), latest: known?.latest ?? 0 };
}

function promote(state: LabelState, { version, verdict }: ModelCard, run: LastRun | null): LabelState {
  const tried = { ...state, latest: Math.max(state.latest, version), lastRun: run ?? state.lastRun };
  return verdict === 'promoted' ? { ...tried, active: version, previous: state.active } : tried;
}
