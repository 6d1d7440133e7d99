/** What is foretold of one visitor, and why. */
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { describeSteps } from '../../../core/privacy/told-words.ts';
import { isBinary } from '../../../core/scoring/labels/label.ts';
import type { ScoreSpread } from '../../../core/scoring/serving/spread.ts';
import { describe } from '../../../core/segments/words-describe.ts';
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
      path: '/v1/models/{label}/scores',
      key: 'secret',
      summary: 'How likely it is of the visitors of the last 30 days: how many in each band, in steps',
      handle: async ({ caller, params: { label = '' } }) =>
        answer(await readSpread(engine, siteOf(caller), label)),
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

export type SpreadAnswer = Omit<ScoreSpread, 'at' | 'k'> & {
  readonly at: string;
  /** How numbers are to be read. */
  readonly steps: string;
  /** The condition of a segment of those who are likely. */
  readonly words: string;
};

async function readSpread({ intent }: Engine, site: Site, key: string): Promise<Outcome<SpreadAnswer>> {
  const state = intent.models.state(site.siteId, key);
  if (state === null) return unknownLabel();
  if (!isBinary(state.label))
    return refuse('not_available', 'label', 'it is no yes or no: ask for the scores of a visitor');
  const found = await intent.spread(site, state.label);
  if (found === null) return refuse('not_available', 'label', 'nothing scores it yet: train a model of it');
  const { at, k, ...spread } = found;
  return accept({
    at: new Date(at).toISOString(),
    ...spread,
    steps: `Visitors are told ${describeSteps(k)}.`,
    words: describe({ score: key, gte: spread.likely.from }),
  });
}

async function* presentEverybody({ intent }: Engine, site: Site, label: string | null) {
  for await (const { visitor, at, scores } of intent.ofEverybody(site, label))
    yield { visitor, at: new Date(at).toISOString(), scores };
}
