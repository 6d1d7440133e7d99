/** What is foretold of one visitor, and why. */
import type { Engine } from '../../../core/engine.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import { explainNone, presentScores } from '../score-answers.ts';
import { answer, unknownLabel } from './models.ts';
import { nobody, readVisitor } from './visitors.ts';

/** The one that is meant where none is named. */
const USUAL_LABEL = 'purchase_7d';

export function scoreRoutes(engine: Engine): readonly Route[] {
  const { models } = engine.intent;
  return [
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/scores',
      key: 'secret',
      summary: 'Scores of a visitor as of now, with the reasons for each',
      query: { label: `the one that stands at the top of the answer (${USUAL_LABEL})` },
      handle: async ({ caller, params, query }) => {
        const site = siteOf(caller);
        const visitor = readVisitor(params.visitor);
        if (visitor === null || (await engine.visitors.view(site.siteId, visitor)) === null) return nobody();
        const found = await engine.intent.of(site, visitor);
        const items = found === null ? [] : presentScores(found, site.settings.currency);
        const label = query.get('label') ?? USUAL_LABEL;
        if (models.state(site.siteId, label) === null) return unknownLabel();
        const why = found === null ? { why: explainNone(await engine.intent.whyNone(site, visitor)) } : {};
        return ok({ ...items.find((score) => score.label === label), items, next: null, ...why });
      },
    },
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/lifetime',
      key: 'secret',
      summary: 'Whether a buyer is still one, and what may be expected of them',
      handle: async ({ caller, params }) => {
        const { siteId } = siteOf(caller);
        const visitor = readVisitor(params.visitor);
        if (visitor === null) return nobody();
        return answer(await engine.lifetimes.of(siteId, visitor, engine.now()));
      },
    },
  ];
}
