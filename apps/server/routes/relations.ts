/** What goes with a product. */
import { type OfferedProduct, offerRelated } from '../../../core/catalogue/relations/offering.ts';
import { RELATION_KINDS, type RelationKind } from '../../../core/catalogue/relations/site-relations.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';

const USUAL_LIMIT = 10;
const MOST_LIMIT = 50;
/** Before the catalogue leaves some of them out. */
const MOST_RANKED = 200;

export function relationRoutes({ relations, catalogue, now }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/products/{id}/related',
      key: 'secret',
      summary: 'Products that are viewed, or bought, together with one; best first',
      query: {
        kind: `${RELATION_KINDS.join(' or ')} (${RELATION_KINDS[0]}): in one session, or in one order`,
        limit: `1 to ${MOST_LIMIT} (${USUAL_LIMIT})`,
      },
      handle: async ({ caller, params, query }) => {
        const kind = readKind(query);
        const limit = readFew(query);
        if (!kind.ok) return kind;
        if (!limit.ok) return limit;
        const { siteId: site, settings } = siteOf(caller);
        const product = params.id ?? '';
        const question = { kind: kind.value, limit: MOST_RANKED, now: now() };
        const ranked = relations.of(site).related(product, question);
        const related = await offerRelated(ranked, { site, catalogue, limit: limit.value });
        const { k } = settings.smallNumbers;
        return ok({
          product,
          kind: kind.value,
          related: related.map((one) => ({ ...one, support: one.support < k ? null : one.support })),
        } satisfies RelatedView);
      },
    },
  ];
}

type RelatedView = {
  readonly product: string;
  readonly kind: RelationKind;
  /** `support` is null where it is a small number. */
  readonly related: readonly (Omit<OfferedProduct, 'support'> & { readonly support: number | null })[];
};

function readKind(query: URLSearchParams): Outcome<RelationKind> {
  const text = query.get('kind') ?? RELATION_KINDS[0];
  const kind = RELATION_KINDS.find((one) => one === text);
  return kind === undefined
    ? refuse('invalid_value', 'kind', `write ${RELATION_KINDS.join(' or ')}`)
    : accept(kind);
}

function readFew(query: URLSearchParams): Outcome<number> {
  const limit = Number(query.get('limit') ?? USUAL_LIMIT);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_LIMIT) return accept(limit);
  return refuse('invalid_value', 'limit', `write a whole number from 1 to ${MOST_LIMIT}`);
}
