/** Buyers by how lately and how often they bought, what to do about each field, and who will bring what. */
import type {
  CustomerCellAnswer,
  CustomersAnswer,
  LifetimeAnswer,
  RangeAnswer,
} from '../api/answers/customers.ts';
import type { Advice, CustomersWords } from '../words/customers.ts';
import type { Bar } from './bar.ts';
import type { FullFormat as Format } from './full-format.ts';

export type HeatCell = {
  readonly key: string;
  readonly text: string;
  /** Read out: what alone stands in the cell says too little. */
  readonly label: string;
  /** 0 to 4. */
  readonly level: number;
  /** Nothing can be told of it. */
  readonly isWithheld: boolean;
};

export type GridView = {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly title: string; readonly cells: readonly HeatCell[] }[];
  readonly file: readonly (readonly (string | number | null)[])[];
};

const LEVELS = 5;

/** @example viewGrid(answer, words, format).rows[0].cells[0].text // '45' */
export function viewGrid(
  { cells, currency }: Pick<CustomersAnswer, 'cells' | 'currency'>,
  { grid }: CustomersWords,
  format: Format,
): GridView {
  const most = Math.max(1, ...cells.map(({ buyers }) => buyers));
  const recencies = distinct(cells, ({ recencyDays }) => recencyDays);
  const orders = distinct(cells, (cell) => cell.orders);
  const draw = (cell: CustomerCellAnswer): HeatCell => {
    const text = cell.buyers === 0 ? grid.withheld : format.count(cell.buyers);
    const names = [
      nameRecency(cell.recencyDays, grid, format),
      nameOrders(cell.orders, grid, format),
    ] as const;
    return {
      key: keyOf(cell),
      text,
      label: grid.cell(...names, text),
      level: Math.min(LEVELS - 1, Math.floor((cell.buyers / most) * LEVELS)),
      isWithheld: cell.buyers === 0,
    };
  };
  return {
    columns: orders.map((range) => nameOrders(range, grid, format)),
    rows: recencies.map((range) => ({
      title: nameRecency(range, grid, format),
      cells: cells.filter(({ recencyDays }) => recencyDays.from === range.from).map(draw),
    })),
    file: cells.map((cell) => [
      nameRecency(cell.recencyDays, grid, format),
      nameOrders(cell.orders, grid, format),
      cell.buyers,
      cell.meanSpent === null ? null : format.money(cell.meanSpent, currency),
      cell.alive,
    ]),
  };
}

export function keyOf({ recencyDays, orders }: CustomerCellAnswer): string {
  return `${recencyDays.from} ${orders.from}`;
}

function distinct(
  cells: readonly CustomerCellAnswer[],
  pick: (cell: CustomerCellAnswer) => RangeAnswer,
): readonly RangeAnswer[] {
  return [...new Map(cells.map((cell) => [pick(cell).from, pick(cell)])).values()];
}

function nameRecency({ from, to }: RangeAnswer, words: CustomersWords['grid'], format: Format): string {
  if (from === 0) return words.recencyFirst(format.count(to ?? 0));
  // Whole days: 30 to 59.
  return to === null
    ? words.recencyLast(format.count(from))
    : words.recency(format.count(from), format.count(to - 1));
}

function nameOrders({ from, to }: RangeAnswer, words: CustomersWords['grid'], format: Format): string {
  if (to === null) return words.ordersLast(format.count(from));
  return to === from + 1
    ? words.ordersOne(format.count(from))
    : words.orders(format.count(from), format.count(to - 1));
}

export type CellView = {
  readonly title: string;
  readonly advice: string;
  readonly facts: readonly string[];
};

/** @example viewCell(cell, 'EUR', words, format).title // 'Your best: reward them' */
export function viewCell(
  cell: CustomerCellAnswer,
  currency: string,
  { advice, grid }: CustomersWords,
  format: Format,
): CellView {
  const own = advice[adviseOn(cell)];
  const { meanSpent, alive, buyers } = cell;
  return {
    title: own.title,
    advice: own.text,
    facts: [
      ...(buyers === 0 ? [grid.none] : []),
      ...(meanSpent === null ? [] : [grid.spent(format.money(meanSpent, currency))]),
      ...(alive === null ? [] : [grid.alive(format.share(alive))]),
    ],
  };
}

const LATE_DAYS = 60;
const LONG_DAYS = 90;
const GONE_DAYS = 180;
const OFTEN = 4;

/** What buyers of a field are in for: the usual names of RFM's fields, as what to do. */
export function adviseOn({
  recencyDays: { from: days },
  orders: { from: orders },
}: Pick<CustomerCellAnswer, 'recencyDays' | 'orders'>): Advice {
  if (orders === 1) return days >= GONE_DAYS ? 'letGo' : days >= LATE_DAYS ? 'nudge' : 'second';
  if (days >= LONG_DAYS) return orders >= OFTEN ? 'winBackLoyal' : 'winBack';
  if (days >= LATE_DAYS) return 'remind';
  return orders >= OFTEN ? 'reward' : 'habit';
}

type ToCome = NonNullable<CustomersAnswer['lifetimes']>;

export function viewAlive({ alive }: ToCome, words: CustomersWords, format: Format): readonly Bar[] {
  const most = Math.max(1, ...alive.map(({ buyers }) => buyers));
  return alive.map(({ from, to, buyers }) => ({
    key: String(from),
    label: words.alive.range(format.share(from), format.share(to ?? 1)),
    text: buyers === 0 ? words.fewer : format.count(buyers),
    from: 0,
    to: buyers / most,
  }));
}

export type ValueView = { readonly text: string; readonly bars: readonly Bar[] };

/** Null where values cannot be told. @example viewValue(lifetimes, 'EUR', words, format)?.text */
export function viewValue(
  { fifths, days }: ToCome,
  currency: string,
  { value }: CustomersWords,
  format: Format,
): ValueView | null {
  if (fifths === null) return null;
  const most = Math.max(1e-9, ...fifths.map(({ share }) => share));
  return {
    text: value.text(format.share(fifths[0]?.share ?? 0), format.count(days)),
    bars: fifths.map(({ mean, share }, place) => ({
      key: String(place),
      label: value.fifth(format.count(place + 1)),
      text: value.cell(format.money(mean, currency), format.share(share)),
      from: 0,
      to: share / most,
    })),
  };
}

export type LifetimeView = {
  readonly alive: string;
  readonly history: string;
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
};

const HORIZONS = [
  [30, 'days30'],
  [90, 'days90'],
  [365, 'days365'],
] as const;

/** @example viewLifetime(lifetime, words, format).rows[0].cells // ['30 days', '0.4', '€18.20'] */
export function viewLifetime(
  { probabilityAlive, expectedPurchases, expectedValueMinor, currency, historyDays }: LifetimeAnswer,
  { visitor }: CustomersWords,
  format: Format,
): LifetimeView {
  return {
    alive: visitor.alive(format.share(probabilityAlive)),
    history: visitor.history(format.count(historyDays)),
    rows: HORIZONS.map(([days, horizon]) => ({
      key: horizon,
      cells: [
        visitor.days(format.count(days)),
        format.decimal(expectedPurchases[horizon], 1),
        expectedValueMinor === null
          ? visitor.noValues
          : format.moneyOfMinor(expectedValueMinor[horizon], currency),
      ],
    })),
  };
}
