/** Trains models of sites, one at a time: gathers examples, lets a thread learn, keeps the card, serves what is better. */
import type { SiteId } from '../../entry.ts';
import { accept, type Outcome, refuse } from '../../errors.ts';
import type { WalkPorts } from '../../measurement/visitor-walk.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import type { Site } from '../../sites/site.ts';
import { FEATURES_VERSION } from '../features/table.ts';
import { isSameLabel, type Label } from '../labels/label.ts';
import { trainAside } from '../training/thread.ts';
import type { Training, TrainingInput } from '../training/train.ts';
import { describeSpan } from '../words.ts';
import { describeLack, knownTo, type ModelCard } from './card.ts';
import { type Gathered, gatherExamples } from './examples.ts';
import type { LastRun, ModelBook } from './model-book.ts';
import { BROKE_OFF } from './readiness.ts';

export type Trainer = {
  /**
   * Takes its turn, and resolves when it is done. A second one of the same label joins the first.
   *
   * @param from UTC ms: what was before is not learned from; all that the log holds is where it is left out.
   */
  train(site: Site, label: string, from?: number): Promise<Outcome<LastRun>>;
  /** Share of the work that is done, 0 to 1; null: none is under way. */
  progress(site: SiteId, label: string): number | null;
  cancel(site: SiteId, label: string): boolean;
  /** Ends what is under way. */
  stop(): Promise<void>;
};

export type TrainerPorts = WalkPorts & {
  readonly models: ModelBook;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly now: () => number;
  /** Told when another model is served. */
  readonly onPromoted: (site: Site, label: string) => Promise<void>;
  readonly learn?: (
    input: TrainingInput,
    report: (done: number) => void,
    signal: AbortSignal,
  ) => Promise<Training | null>;
};

type Run = {
  done: number;
  readonly label: Label;
  readonly controller: AbortController;
  readonly ended: Promise<Outcome<LastRun>>;
};

/** Gathering takes about as long as learning. */
const GATHERED = 0.5;

/** @example await createTrainer(ports).train(site, 'purchase_7d') */
export function createTrainer(ports: TrainerPorts): Trainer {
  const runs = new Map<string, Run>();
  let last: Promise<unknown> = Promise.resolve();
  const placeOf = (site: SiteId, label: string) => `${site} ${label}`;

  function start(site: Site, label: Label, from: number): Run {
    const place = placeOf(site.siteId, label.key);
    const controller = new AbortController();
    const { signal } = controller;
    const work = () => run(ports, site, label, { from, signal, report: (done) => note(done) });
    const ended = last
      .then(work)
      .catch((error) => giveUp(ports, { site, label, signal }, error))
      .finally(() => runs.get(place) === own && runs.delete(place));
    last = ended.catch(() => undefined);
    const own: Run = { done: 0, label, controller, ended };
    const note = (done: number) => {
      own.done = done;
    };
    runs.set(place, own);
    return own;
  }

  return {
    train: async (site, key, from = Number.NEGATIVE_INFINITY) => {
      const state = ports.models.state(site.siteId, key);
      if (state === null)
        return refuse(
          'not_found',
          'label',
          'see GET /v1/models or `inkling model list` for those of this site',
        );
      const known = runs.get(placeOf(site.siteId, key));
      if (known !== undefined && isWorth(known, state.label)) return known.ended;
      known?.controller.abort();
      return start(site, state.label, from).ended;
    },
    progress: (site, label) => runs.get(placeOf(site, label))?.done ?? null,
    cancel: (site, label) => {
      const own = runs.get(placeOf(site, label));
      own?.controller.abort();
      return own !== undefined;
    },
    stop: async () => {
      for (const { controller } of runs.values()) controller.abort();
      await last;
    },
  };
}

/** One that was cancelled, or that learns what is asked for no more, is none to wait for. */
function isWorth({ controller, label }: Run, asked: Label): boolean {
  return !controller.signal.aborted && isSameLabel(label, asked);
}

type Broken = { readonly site: Site; readonly label: Label; readonly signal: AbortSignal };

/** Whoever started it may not be waiting for it any more. */
async function giveUp(
  { models, now }: TrainerPorts,
  { site, label, signal }: Broken,
  error: unknown,
): Promise<Outcome<LastRun>> {
  if (signal.aborted) return refuse('interrupted', 'label', 'the training was cancelled');
  const lack = [BROKE_OFF];
  await models.noteRun(site.siteId, label, { at: now(), positives: 0, negatives: 0, lack, version: null });
  throw error;
}

type Running = {
  readonly from: number;
  readonly signal: AbortSignal;
  readonly report: (done: number) => void;
};

async function run(
  ports: TrainerPorts,
  site: Site,
  label: Label,
  { from, signal, report }: Running,
): Promise<Outcome<LastRun>> {
  const { models, rulesOf, now, learn = trainAside } = ports;
  const { siteId, settings } = site;
  const at = now();
  signal.throwIfAborted();
  const around = { rules: rulesOf(siteId), zone: settings.timezone, now: at, from, signal };
  const gathered = await gatherExamples(ports, siteId, label, around);
  report(GATHERED);
  const { positives, negatives } = gathered.dataset;
  const lack = describeLack(label, { positives, negatives, leastOfEach: settings.scoring.leastOfEach });
  const note = async (run: LastRun) => {
    return (await models.noteRun(siteId, label, run)) ? accept(run) : overtaken();
  };
  if (lack.length > 0) return note({ at, positives, negatives, lack, version: null });
  const served = models.served(siteId, label.key);
  const champion = served && { model: served.model, knownTo: knownTo(served.card) };
  const input = { label, dataset: gathered.dataset, champion, seed: SEED };
  const training = await learn(input, (done) => report(GATHERED + (1 - GATHERED) * done), signal);
  if (training === null) return note({ at, positives, negatives, lack: [lacksPast(label)], version: null });
  const version = (models.state(siteId, label.key)?.latest ?? 0) + 1;
  const done: LastRun = { at, positives, negatives, lack: [], version };
  const { model, reference } = training;
  const made = { model, reference, card: toCard(label, gathered, training, { version, at }) };
  if (!(await models.add(siteId, made, done))) return overtaken();
  if (training.verdict === 'promoted') await ports.onPromoted(site, label.key);
  return accept(done);
}

function overtaken() {
  return refuse('interrupted', 'label', 'what it foretells was changed meanwhile: train it again');
}

const SEED = 20_190_801;

function lacksPast({ withinMs }: Label): string {
  const span = describeSpan(withinMs / 1_000);
  return `a past of more than three times ${span}: what is learned from, tuned on and tested with lies ${span} apart`;
}

function toCard(
  label: Label,
  { dataset, visitors, isSampled }: Gathered,
  training: Training,
  { version, at }: { readonly version: number; readonly at: number },
): ModelCard {
  const { verdict, model, candidates, rows, window, calibration, importance } = training;
  const { positives, negatives } = dataset;
  return {
    label: label.key,
    version,
    kind: model.trained.kind,
    featuresVersion: FEATURES_VERSION,
    trainedAt: at,
    verdict,
    horizonMs: label.withinMs,
    positives,
    negatives,
    visitors,
    isSampled,
    rows,
    window,
    calibration,
    heuristicShare: model.heuristicShare,
    candidates,
    importance,
    seed: SEED,
    recalibrated: null,
  };
}
