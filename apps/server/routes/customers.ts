/** Buyers: how lately and how often they ordered, and what is to be expected of them. */
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { toMajor } from '../../../core/events/money.ts';
import { describeSteps } from '../../../core/privacy/told-words.ts';
import type {
  BuyersToCome,
  CustomerCell,
  CustomersReport,
  Range,
} from '../../../core/scoring/lifetime/customers.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { describe } from '../../../core/segments/words-describe.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';

export function customerRoutes({ customers }: Pick<Engine, 'customers'>): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/customers/rfm',
      key: 'secret',
      summary:
        'Buyers by how lately and how often they ordered, who still buys, and who brings the most; in steps',
      handle: async ({ caller }) => {
        const report = await customers.read(siteOf(caller).siteId);
        return report === null
          ? refuse('unknown_site', 'site', 'write the id of a site that is there')
          : ok(presentCustomers(report));
      },
    },
  ];
}

/** Money in major units, instants in ISO 8601. */
export type CustomersView = Omit<CustomersReport, 'at' | 'k' | 'cells' | 'lifetimes'> & {
  readonly at: string;
  /** How numbers are to be read. */
  readonly steps: string;
  readonly cells: readonly CellView[];
  readonly lifetimes: ToComeView | null;
};

type CellView = Omit<CustomerCell, 'meanSpentMinor'> & {
  readonly meanSpent: number | null;
  /** The condition of a segment of just these buyers. */
  readonly words: string;
};

type ToComeView = Omit<BuyersToCome, 'fittedAt' | 'fifths'> & {
  readonly fittedAt: string;
  readonly fifths:
    | readonly { readonly buyers: number; readonly mean: number; readonly share: number }[]
    | null;
};

/** @example presentCustomers(report).cells[0]?.words // 'rfm (recency under 30 days, frequency exactly 1)' */
export function presentCustomers({ at, k, cells, lifetimes, ...rest }: CustomersReport): CustomersView {
  const major = (minor: number): number => toMajor(Math.round(minor), rest.currency);
  return {
    at: new Date(at).toISOString(),
    ...rest,
    steps: `Buyers are told ${describeSteps(k)}.`,
    cells: cells.map(({ meanSpentMinor, ...cell }) => ({
      ...cell,
      meanSpent: meanSpentMinor === null ? null : major(meanSpentMinor),
      words: describe(conditionOf(cell)),
    })),
    lifetimes: lifetimes && {
      ...lifetimes,
      fittedAt: new Date(lifetimes.fittedAt).toISOString(),
      fifths:
        lifetimes.fifths?.map(({ meanMinor, ...fifth }) => ({ ...fifth, mean: major(meanMinor) })) ?? null,
    },
  };
}

function conditionOf({ recencyDays, orders }: Pick<CustomerCell, 'recencyDays' | 'orders'>): Condition {
  return { rfm: { recency: boundsOf(recencyDays, (days) => `${days}d`), frequency: countsOf(orders) } };
}

function boundsOf<Bound>({ from, to }: Range, write: (value: number) => Bound) {
  return {
    ...(from > 0 && { gte: write(from) }),
    ...(to !== null && { lt: write(to) }),
  };
}

function countsOf(range: Range) {
  const isOne = range.to === range.from + 1;
  return isOne ? { eq: range.from } : boundsOf(range, (count) => count);
}
