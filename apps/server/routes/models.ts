/** Models: what they foretell, their cards, their training; and the scores they give. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { POINTS_TABLES } from '../../../core/scoring/heuristic.ts';
import type { Label } from '../../../core/scoring/labels/label.ts';
import type { LabelState } from '../../../core/scoring/models/model-book.ts';
import { readinessOf } from '../../../core/scoring/models/readiness.ts';
import { durationMs } from '../../../core/segments/duration.ts';
import { eventName } from '../../../core/segments/schema-values.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { type Caller, type Route, siteOf } from '../route.ts';
import {
  type CardView,
  type DriftView,
  type ModelView,
  presentCard,
  presentDrift,
  presentModel,
} from '../score-answers.ts';

const LABEL = /^[a-z][a-z0-9_-]{0,59}$/;
const DAY_MS = 86_400_000;

export const labelSchema = z.strictObject({
  event: eventName,
  within: z
    .string()
    .regex(/^[1-9]\d{0,3}[mhdw]$/, 'write a duration, like "7d"')
    .refine((text) => durationMs(text) <= 180 * DAY_MS, 'write at most 180 days'),
});

export function modelRoutes(engine: Engine): readonly Route[] {
  const note: Note = (caller, act, { key }) =>
    engine.audit.write(siteOf(caller).siteId, { act, by: 'secret key', detail: { label: key } });
  return [...labelRoutes(engine, note), ...trainingRoutes(engine, note)];
}

type Note = (caller: Caller, act: string, label: Pick<Label, 'key'>) => Promise<unknown>;

function labelRoutes(engine: Engine, note: Note): readonly Route[] {
  const { models } = engine.intent;
  return [
    {
      method: 'GET',
      path: '/v1/models',
      key: 'secret',
      summary: 'What is foretold of visitors, and how well each of it is known',
      handle: async ({ caller }) => {
        return ok({ items: listModels(engine, siteOf(caller)), next: null });
      },
    },
    {
      method: 'GET',
      path: '/v1/models/{label}',
      key: 'secret',
      summary:
        'The card of a model, whether it drifts, and the cards of those that were served or tried before',
      handle: async ({ caller, params }) =>
        answer(await readModel(engine, siteOf(caller), params.label ?? '')),
    },
    {
      method: 'PUT',
      path: '/v1/models/{label}',
      key: 'secret',
      summary: 'Has an event foretold within a time',
      body: labelSchema,
      handle: async ({ caller, params, body }) => {
        const key = params.label ?? '';
        if (!LABEL.test(key))
          return refuse('invalid_value', 'label', 'write 1 to 60 of a-z, 0-9, - and _, a letter first');
        const { event, within } = body as z.infer<typeof labelSchema>;
        const label: Label = { key, kind: 'event', event, withinMs: durationMs(within) };
        const put = await models.putLabel(siteOf(caller).siteId, label);
        if (!put.ok) return put;
        await note(caller, 'label put', label);
        return ok(viewOf(engine, siteOf(caller), put.value));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/models/{label}',
      key: 'secret',
      summary: 'Has a label of the site foretold no more; its models go with it',
      handle: async ({ caller, params: { label = '' } }) => {
        const removed = await engine.intent.removeLabel(siteOf(caller).siteId, label);
        if (!removed.ok) return removed;
        await note(caller, 'label deleted', { key: label });
        return ok({ deleted: label });
      },
    },
  ];
}

function trainingRoutes(engine: Engine, note: Note): readonly Route[] {
  const { trainer } = engine.intent;
  return [
    {
      method: 'POST',
      path: '/v1/models/{label}/train',
      key: 'secret',
      summary:
        'Trains a model beside the serving; it is served if it is better. The answer does not wait for it',
      handle: async ({ caller, params }) => {
        const started = startTraining(engine, siteOf(caller), params.label ?? '');
        if (started.ok) await note(caller, 'training started', { key: started.value.label });
        return answer(started);
      },
    },
    {
      method: 'POST',
      path: '/v1/models/{label}/cancel',
      key: 'secret',
      summary: 'Ends a training that is under way',
      handle: async ({ caller, params }) =>
        ok({ cancelled: trainer.cancel(siteOf(caller).siteId, params.label ?? '') }),
    },
    {
      method: 'POST',
      path: '/v1/models/{label}/rollback',
      key: 'secret',
      summary: 'Serves what was served before; a second time comes back',
      handle: async ({ caller, params }) => {
        const back = await rollBack(engine, siteOf(caller), params.label ?? '');
        if (back.ok) await note(caller, 'model rolled back', { key: back.value.label });
        return answer(back);
      },
    },
  ];
}

export function answer<T extends object>(outcome: Outcome<T>) {
  return outcome.ok ? ok(outcome.value) : outcome;
}

export type ModelAnswer = ModelView & {
  /** Of what is served; null: no model is. */
  readonly card: CardView | null;
  /** Of all that were trained, newest first. */
  readonly history: readonly CardView[];
  /** What the last look at what is served found; null: nobody looked yet. */
  readonly drift: DriftView | null;
};

/** By label. */
export function listModels(engine: Engine, site: Site): readonly ModelView[] {
  return engine.intent.models.states(site.siteId).map((state) => viewOf(engine, site, state));
}

export async function readModel(engine: Engine, site: Site, label: string): Promise<Outcome<ModelAnswer>> {
  const { models, drift } = engine.intent;
  const state = models.state(site.siteId, label);
  if (state === null) return unknownLabel();
  const report = await drift.report(site.siteId, label);
  const history = (await models.cards(site.siteId, label)).map(presentCard);
  const card = history.find(({ version }) => version === state.active) ?? null;
  return accept({ ...viewOf(engine, site, state), card, history, drift: report && presentDrift(report) });
}

/** It goes on by itself: what becomes of it stands in the model's answer. */
export function startTraining(engine: Engine, site: Site, label: string): Outcome<ModelView> {
  const { models, trainer } = engine.intent;
  const state = models.state(site.siteId, label);
  if (state === null) return unknownLabel();
  // A fault of it is one of the store or the machine, which say so themselves.
  trainer.train(site, label).catch(() => undefined);
  return accept(viewOf(engine, site, state));
}

export async function rollBack(engine: Engine, site: Site, label: string): Promise<Outcome<ModelView>> {
  const back = await engine.intent.models.rollBack(site.siteId, label);
  if (!back.ok) return back;
  await engine.intent.sweep(site, 'model');
  return accept(viewOf(engine, site, back.value));
}

function viewOf({ intent, now }: Engine, site: Site, state: LabelState): ModelView {
  const { siteId } = site;
  const { key } = state.label;
  const isModel = intent.models.served(siteId, key) !== null;
  return presentModel(state, {
    training: intent.trainer.progress(siteId, key),
    readiness: readinessOf(state, site, now()),
    state: isModel ? 'model' : POINTS_TABLES.has(key) ? 'heuristic' : 'none',
  });
}

export function unknownLabel() {
  return refuse('not_found', 'label', 'see GET /v1/models for those of this site');
}
