/** Models from the command line: train, look, step back. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';
import { listModels, type ModelAnswer, readModel, rollBack, startTraining } from '../routes/models.ts';
import type { ModelView } from '../score-answers.ts';
import { BY, reading } from './reading.ts';

type OfLabel = { readonly site: string; readonly label: string };

export type ModelCalls = {
  readonly listModels: { request: { site: string }; answer: { readonly items: readonly ModelView[] } };
  readonly showModel: { request: OfLabel; answer: ModelAnswer };
  readonly trainModel: { request: OfLabel; answer: ModelView };
  readonly rollBackModel: { request: OfLabel; answer: ModelView };
};

type Operations = {
  readonly [Name in keyof ModelCalls]: (
    request: ModelCalls[Name]['request'],
  ) => Promise<Outcome<ModelCalls[Name]['answer']>>;
};

export const MODEL_OPERATIONS = [
  'listModels',
  'showModel',
  'trainModel',
  'rollBackModel',
] as const satisfies readonly (keyof ModelCalls)[];

const site = z.string().min(1);
const ofSite = z.strictObject({ site });
const ofLabel = z.strictObject({ site, label: z.string().min(1) });

export function createModelOperations(engine: Engine): Operations {
  const onSite = async <T>(name: string, work: (site: Site) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const own = engine.sites.get(name);
    return own === undefined
      ? refuse('unknown_site', 'site', 'check the name with `inkling site list`')
      : work(own);
  };
  const noted = async <T>(
    own: Site,
    act: string,
    label: string,
    outcome: Outcome<T>,
  ): Promise<Outcome<T>> => {
    if (outcome.ok) await engine.audit.write(own.siteId, { act, by: BY, detail: { label } });
    return outcome;
  };
  return {
    listModels: reading(ofSite, (request) =>
      onSite(request.site, async (own) => accept({ items: listModels(engine, own) })),
    ),
    showModel: reading(ofLabel, ({ label, ...request }) =>
      onSite(request.site, (own) => readModel(engine, own, label)),
    ),
    trainModel: reading(ofLabel, ({ label, ...request }) =>
      onSite(request.site, (own) => noted(own, 'training started', label, startTraining(engine, own, label))),
    ),
    rollBackModel: reading(ofLabel, ({ label, ...request }) =>
      onSite(request.site, async (own) =>
        noted(own, 'model rolled back', label, await rollBack(engine, own, label)),
      ),
    ),
  };
}
