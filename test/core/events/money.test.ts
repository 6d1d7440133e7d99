import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minorDigits, readCurrency } from '../../../core/events/currency.ts';
import { isDecimal, presentProperties, toMajor, toMillionths, toMinor } from '../../../core/events/money.ts';
import cases from '../../cases/money.json' with { type: 'json' };

const seeded = { seed: 1999, numRuns: 2_000 };
const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');

describe('money', () => {
  it.each(cases.minor)('$amount $currency is $minor minor units', ({ amount, currency: code, minor }) => {
    expect(toMinor(amount, code)).toBe(minor);
  });

  it.each(cases.major)(
    '$minor minor units of $currency are shown as $major',
    ({ minor, currency: code, major }) => {
      expect(toMajor(minor, code)).toBe(major);
    },
  );

  it.each([-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%s is no odd amount',
    (amount) => {
      expect(toMinor(amount, 'EUR')).toBe(Object.is(amount, -0) ? 0 : null);
    },
  );

  it('comes back from major units exactly, up to 15 digits', () => {
    const minor = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 });
    fc.assert(
      fc.property(minor, currency, (units, code) => {
        expect(toMinor(toMajor(units, code), code)).toBe(units);
        expect(toMinor(String(toMajor(units, code)), code)).toBe(units);
      }),
      seeded,
    );
  });

  it('rounds any decimal text as exact rational arithmetic does', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(digits, digits, fc.boolean(), currency, (whole, fraction, negative, code) => {
        const places = minorDigits(code) ?? 0;
        const scale = 10n ** BigInt(fraction.length);
        const exact = BigInt(whole + fraction) * 10n ** BigInt(places);
        const magnitude = Number((exact * 2n + scale) / (scale * 2n));
        const expected = negative && magnitude !== 0 ? -magnitude : magnitude;
        const minor = toMinor(`${negative ? '-' : ''}${whole}.${fraction}`, code);
        expect(minor).toBe(Number.isSafeInteger(magnitude) ? expected : null);
      }),
      seeded,
    );
  });

  it('adds up to the same sum in any order, where floating point does not', () => {
    const prices = fc.array(
      fc.integer({ min: 0, max: 10_000_000 }).map((minor) => minor / 100),
      { maxLength: 50 },
    );
    const sum = (amounts: readonly number[]): number =>
      amounts.reduce((total, amount) => total + (toMinor(amount, 'EUR') ?? Number.NaN), 0);
    fc.assert(
      fc.property(prices, (amounts) => {
        expect(sum([...amounts].reverse())).toBe(sum(amounts));
        expect(sum([...amounts].sort((a, b) => a - b))).toBe(sum(amounts));
      }),
      seeded,
    );
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(sum([0.1, 0.2])).toBe(30);
  });
});

describe('millionths', () => {
  it.each(cases.millionths)('$value is $millionths millionths', ({ value, millionths }) => {
    expect(toMillionths(value)).toBe(millionths === null ? null : BigInt(millionths));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.7e308, -1e300])('%s has none', (value) => {
    expect(toMillionths(value)).toBeNull();
  });

  it('are exact for every number with six decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (units) => {
        expect(toMillionths(units / 1e6)).toBe(BigInt(units));
      }),
      seeded,
    );
  });
});

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['TND', 3],
    ['CLF', 4],
    ['UYW', 4],
    ['XXX', null],
    ['eur', null],
  ])('%s has %s minor digits', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });

  it.each([
    [' eur ', 'EUR'],
    ['USD', 'USD'],
    ['€', null],
    ['EURO', null],
    [978, null],
    [null, null],
    ['e'.repeat(1_000), null],
  ])('%j means %s', (text, code) => {
    expect(readCurrency(text)).toBe(code);
  });
});

describe('a decimal', () => {
  it.each([
    ['19.99', true],
    ['-1e3', true],
    ['1,000', false],
    ['', false],
    ['12 Monkeys', false],
    ['0x1f', false],
  ])('"%s": %s', (text, decimal) => {
    expect(isDecimal(text)).toBe(decimal);
  });
});

describe('answers', () => {
  it('show money in major units, also in products, and leave every other number alone', () => {
    const properties = {
      total: 3998,
      quantity: 2,
      value: 'L',
      products: [{ product_id: '7', price: 1999, quantity: 2 }, 'odd'],
      details: { price: 5 },
    };
    expect(presentProperties({ currency: 'EUR', properties })).toEqual({
      total: 39.98,
      quantity: 2,
      value: 'L',
      products: [{ product_id: '7', price: 19.99, quantity: 2 }, 'odd'],
      details: { price: 5 },
    });
    expect(properties.total).toBe(3998);
  });

  it('without a currency are the properties themselves: there is no money in them', () => {
    const properties = { quantity: 2 };
    expect(presentProperties({ properties })).toBe(properties);
  });
});
