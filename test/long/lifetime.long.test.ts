import { describe, expect, it } from 'vitest';
import { type BgNbdParams, expectedRepeats } from '../../core/scoring/lifetime/bg-nbd.ts';
import { fitBgNbd } from '../../core/scoring/lifetime/bg-nbd-fit.ts';
import {
  createDraws,
  type Draws,
  finish,
  type Plan,
  type Planted,
  plantCustomer,
} from '../core/scoring/lifetime/planted.ts';

const CDNOW: Plan = {
  params: { r: 0.243, alphaWeeks: 4.414, a: 0.793, b: 2.426 },
  ageWeeks: 39,
  laterWeeks: 52,
};
const LOYAL: Plan = { params: { r: 0.9, alphaWeeks: 12, a: 0.4, b: 3.5 }, ageWeeks: 78, laterWeeks: 52 };
const YOUNG: Plan = { params: { r: 0.4, alphaWeeks: 8, a: 0.9, b: 3 }, ageWeeks: 16, laterWeeks: 52 };
const SHOPS = 300;
const NAMES = ['r', 'alphaWeeks', 'a', 'b'] as const;

/** Customers until so many of them have bought again. */
function openShop(plan: Plan, repeatBuyers: number, draws: Draws): readonly Planted[] {
  const customers: Planted[] = [];
  for (let again = 0; again < repeatBuyers; ) {
    const customer = plantCustomer(plan, draws);
    customers.push(customer);
    if (customer.repeats > 0) again += 1;
  }
  return customers;
}

/** Of all purchases to come, relative to what is right by the planted parameters. */
function missOf(fitted: BgNbdParams, plan: Plan, customers: readonly Planted[], days: number): number {
  const total = (params: BgNbdParams) =>
    customers.reduce((sum, customer) => sum + expectedRepeats(params, customer, days / 7), 0);
  return Math.abs(total(fitted) / total(plan.params) - 1);
}

function measure(plan: Plan, repeatBuyers: number) {
  const draws = createDraws(repeatBuyers);
  const [days90, days365]: [number[], number[]] = [[], []];
  let [atBound, covered, intervals] = [0, 0, 0];
  for (let shop = 0; shop < SHOPS; shop += 1) {
    const customers = openShop(plan, repeatBuyers, draws);
    const fit = finish(fitBgNbd(customers));
    if (!fit.ok) throw new Error(fit.hint);
    const { params, logStandardErrors } = fit.value;
    days90.push(missOf(params, plan, customers, 90));
    days365.push(missOf(params, plan, customers, 365));
    if (fit.value.atBound.length > 0) atBound += 1;
    for (const name of logStandardErrors === null ? [] : NAMES) {
      intervals += 1;
      const off = Math.abs(Math.log(params[name] / plan.params[name]));
      if (off < 1.96 * (logStandardErrors?.[name] ?? 0)) covered += 1;
    }
  }
  const inNineOfTen = (misses: readonly number[]) =>
    Number((misses.toSorted((a, b) => a - b)[Math.ceil(0.9 * misses.length) - 1] ?? 0).toFixed(3));
  return {
    days90: inNineOfTen(days90),
    days365: inNineOfTen(days365),
    atBound: Number((atBound / SHOPS).toFixed(3)),
    covered: Number((covered / intervals).toFixed(3)),
  };
}

describe('purchases to come of planted shops, in nine of ten', () => {
  it.each([
    { shop: 'like CDNOW', plan: CDNOW, most90: 0.2, most365: 0.3 },
    { shop: 'of loyal customers', plan: LOYAL, most90: 0.15, most365: 0.2 },
    { shop: 'of 16 weeks, where a year lies far ahead', plan: YOUNG, most90: 0.35, most365: 0.65 },
  ])('are foreseen from 100 repeat buyers on: $shop', ({ shop, plan, most90, most365 }) => {
    const found = [25, 50, 100, 200, 400].map((buyers) => ({ buyers, ...measure(plan, buyers) }));
    for (const line of found) process.stdout.write(`${shop}: ${JSON.stringify(line)}\n`);
    const [few, , enough, , many] = found;
    expect(enough?.days90).toBeLessThanOrEqual(most90);
    expect(enough?.days365).toBeLessThanOrEqual(most365);
    expect(few?.days365).toBeGreaterThan(enough?.days365 ?? 1);
    expect(many?.days365).toBeLessThan(enough?.days365 ?? 0);
  });

  it('have parameters within 1.96 standard errors in 92 to 97 of 100, from 400 repeat buyers on', () => {
    const { covered } = measure(CDNOW, 400);
    expect(covered).toBeGreaterThanOrEqual(0.92);
    expect(covered).toBeLessThanOrEqual(0.97);
  });
});
