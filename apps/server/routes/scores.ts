/** What is foretold of one visitor, and why. */
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { isForLines, LINES_TYPE, type Lines } from '../lines.ts';
import { type Route, siteOf } from '../route.ts';
import { explainNone, presentScores } from '../score-answers.ts';
import { answer, unknownLabel } from './models.ts';
import { nobody, readVisitor } from './visitors.ts';

/** The one that is meant where none is named. */
const USUAL_LABEL = 'purchase_7d';

export function scoreRoutes(engine: Engine, lines: Lines): readonly Route[] {
  const { models } = engine.intent;
  return [
    {
      method: 'GET',
      path: '/v1/scores',
      key: 'secret',
      summary: 'Scores of everybody as of now as a file, without those who deny being profiled or passing on',
      produces: LINES_TYPE,
      query: { label: 'this one alone', format: 'ndjson, the only one there is' },
      handle: async (request) => {
        const site = siteOf(request.caller);
        const label = request.query.get('label');
        if (label !== null && models.state(site.siteId, label) === null) return unknownLabel();
        if (request.query.get('format') === 'json') return refuse('invalid_value', 'format', 'write ndjson');
        const asked = isForLines(request);
        return asked.ok ? lines(presentEverybody(engine, site, label)) : asked;
      },
    },
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

async function* presentEverybody({ intent }: Engine, site: Site, label: string | null) {
  for await (const { visitor, at, scores } of intent.ofEverybody(site, label))
    yield { visitor, at: new Date(at).toISOString(), scores };
}
