import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsRead, parseMap, type RowMap } from '../../../../apps/server/cli/replay/map.ts';
import { createMapRow, takeAsIs } from '../../../../apps/server/cli/replay/map-row.ts';
import type { Row } from '../../../../apps/server/cli/replay/row.ts';

const LEAST = { name: { value: 'Product Viewed' }, time: { column: 'at' } };

function mapOf(more: object): RowMap {
  const parsed = parseMap(JSON.stringify({ ...LEAST, ...more }), 'map.json');
  if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.hint}`);
  return parsed.value;
}

function rowOf(record: Row['record']): Row {
  return { line: 7, raw: '', record: { at: '2019-10-01T00:00:00Z', ...record } };
}

describe('a map', () => {
  it.each([
    ['{', 'map.json', 'write one JSON object'],
    ['[]', 'map.json', 'expected object'],
    [JSON.stringify({ name: LEAST.name }), 'map.json: time', 'expected object'],
    [JSON.stringify({ ...LEAST, tiem: 1 }), 'map.json', '"tiem"'],
    [
      JSON.stringify({ ...LEAST, name: 'view' }),
      'map.json: name',
      'write {"value": "Event Name"} or {"column"',
    ],
    [
      JSON.stringify({ ...LEAST, time: { column: 'at', format: 'HH:mm' } }),
      'map.json: time.format',
      'write iso,',
    ],
    [JSON.stringify({ ...LEAST, visitor: {} }), 'map.json: visitor', 'name a column for userId'],
    [JSON.stringify({ ...LEAST, consent: { marketing: true } }), 'map.json: consent', '"marketing"'],
    [JSON.stringify({ ...LEAST, delimiter: ', ' }), 'map.json: delimiter', 'write one character'],
    [
      JSON.stringify({ ...LEAST, properties: { a: { colum: 'b' } } }),
      'map.json: properties.a',
      'write a column name',
    ],
    [JSON.stringify({ ...LEAST, where: { a: 'b' } }), 'map.json: where.a', 'write {"in": [values]}'],
  ])('is refused with its place and a cure: %s', (text, at, hint) => {
    const parsed = parseMap(text, 'map.json');
    expect(parsed).toMatchObject({ ok: false, at });
    expect('hint' in parsed && parsed.hint).toContain(hint);
  });

  it('says which columns it reads, and where', () => {
    const map = mapOf({
      id: 'no',
      visitor: { userId: 'user' },
      where: { kind: { in: ['x'] } },
      properties: {
        a: 'b',
        c: { column: 'd' },
        e: { value: 1 },
        f: { join: ['g', 'h'] },
        i: { items: [{ j: 'k' }] },
      },
    });
    expect(Object.fromEntries(columnsRead(map))).toEqual({
      at: 'time.column',
      user: 'visitor.userId',
      kind: 'where',
      no: 'id',
      b: 'properties.a',
      d: 'properties.c',
      g: 'properties.f',
      h: 'properties.f',
      k: 'properties.i.j',
    });
  });
});

describe('a mapped row', () => {
  it.each([
    ['a column', 'price', { price: '5' }, '5'],
    ['a number', { column: 'price', type: 'number' }, { price: '33.20' }, 33.2],
    ['a number that is none stays text', { column: 'price', type: 'number' }, { price: 'n/a' }, 'n/a'],
    ['a boolean', { column: 'on', type: 'boolean' }, { on: 'Yes' }, true],
    ['no boolean', { column: 'on', type: 'boolean' }, { on: 'constructor' }, 'constructor'],
    ['json', { column: 'tags', type: 'json' }, { tags: '["a"]' }, ['a']],
    ['a constant', { value: { deep: [1] } }, {}, { deep: [1] }],
    ['columns put together', { join: ['a', 'b'], with: '@' }, { a: 'x', b: 'y' }, 'x@y'],
    ['items', { items: [{ sku: 'a', quantity: { value: 1 } }] }, { a: 'x' }, [{ sku: 'x', quantity: 1 }]],
    ['an empty cell is no value', 'brand', { brand: '' }, undefined],
    ['an empty join is no value', { join: ['a', 'b'] }, { a: '', b: '' }, undefined],
    ['a dotted path of NDJSON', 'product.price', { product: { price: 5 } }, 5],
    ['a column whose name has a dot', 'product.price', { 'product.price': '6' }, '6'],
    ['an inherited name is no column', 'constructor', {}, undefined],
  ])('reads %s', (_, cell, record, value) => {
    const mapped = createMapRow(mapOf({ properties: { out: cell } }))(rowOf(record as Row['record']));
    expect(mapped).toMatchObject({ event: { properties: value === undefined ? {} : { out: value } } });
    expect((mapped as { event: { properties: object } }).event.properties).toEqual(
      value === undefined ? {} : { out: value },
    );
  });

  it('is named by a column; unknown words are refused, or left out where the map says so', () => {
    const name = { column: 'kind', events: { view: 'Product Viewed' } };
    const row = rowOf({ kind: 'view' });
    expect(createMapRow(mapOf({ name }))(row)).toMatchObject({ event: { name: 'Product Viewed' } });
    expect(createMapRow(mapOf({ name }))(rowOf({ kind: 'toString' }))).toMatchObject({
      fault: 'kind says something that name.events does not name',
    });
    expect(createMapRow(mapOf({ name: { ...name, others: 'skip' } }))(rowOf({ kind: 'gone' }))).toBe('skip');
  });

  it.each([
    [{ in: ['a', 'b'] }, 'a', true],
    [{ in: ['a', 'b'] }, 'c', false],
    [{ notIn: ['a'] }, 'a', false],
    [{ notIn: ['a'] }, 'c', true],
  ])('is kept by where %j of %s: %s', (rule, value, isKept) => {
    expect(createMapRow(mapOf({ where: { kind: rule } }))(rowOf({ kind: value })) !== 'skip').toBe(isKept);
  });

  it('without a time is told with its column and format', () => {
    expect(createMapRow(mapOf({}))(rowOf({ at: 'soon' }))).toMatchObject({
      fault: 'at holds no time',
      cure: expect.stringContaining('iso'),
    });
  });

  it('carries visitor, consent, source and id', () => {
    const map = mapOf({
      id: { join: ['no'], with: '' },
      visitor: { userId: 'user', email: 'mail' },
      source: 'server',
      consent: { analytics: true },
    });
    expect(createMapRow(map)(rowOf({ no: 'order:1', user: 5, mail: '' }))).toEqual({
      event: {
        id: 'order:1',
        name: 'Product Viewed',
        time: Date.UTC(2019, 9, 1),
        userId: '5',
        source: 'server',
        consent: { analytics: true },
        properties: {},
      },
    });
  });
});

describe('a file without a map', () => {
  it('has events by their field names, and properties in the other columns', () => {
    const record = {
      name: 'Cart Viewed',
      time: '1569888000000',
      userId: '7',
      id: '',
      colour: 'red',
      size: '',
    };
    expect(takeAsIs({ line: 2, raw: '', record })).toEqual({
      event: { name: 'Cart Viewed', time: 1_569_888_000_000, userId: '7', properties: { colour: 'red' } },
    });
  });

  it('takes NDJSON as `POST /v1/events` does', () => {
    const record = { id: 'e1', name: 'Cart Viewed', time: '2019-10-01', properties: { colour: 'red' } };
    expect(takeAsIs({ line: 2, raw: '', record })).toEqual({
      event: { id: 'e1', name: 'Cart Viewed', time: Date.UTC(2019, 9, 1), properties: { colour: 'red' } },
    });
  });

  it.each([
    [{ time: '2019-10-01' }, 'it has no event name'],
    [{ name: 'Cart Viewed' }, 'time holds no time'],
    [{ name: 'Cart Viewed', time: 'now' }, 'time holds no time'],
  ])('tells what is missing: %j', (record, fault) => {
    expect(takeAsIs({ line: 2, raw: '', record })).toMatchObject({ fault });
  });
});

describe('docs/rees46.map.json', () => {
  const parsed = parseMap(readFileSync('docs/rees46.map.json', 'utf8'), 'rees46.map.json');
  const columns =
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

  it('reads the columns of the file and no other', () => {
    expect(parsed.ok && [...columnsRead(parsed.value).keys()].toSorted()).toEqual(
      columns.split(',').toSorted(),
    );
  });

  it('makes one order of one purchase row', () => {
    if (!parsed.ok) throw new Error(parsed.hint);
    const cells =
      '2019-10-01 00:02:14 UTC,purchase,1004856,2053013555631882655,electronics.smartphone,samsung,130.76,543272936,8187d148';
    const values = cells.split(',');
    const record = Object.fromEntries(columns.split(',').map((name, i) => [name, values[i] ?? '']));
    expect(createMapRow(parsed.value)({ line: 2, raw: cells, record })).toMatchObject({
      event: {
        name: 'Order Completed',
        time: Date.UTC(2019, 9, 1, 0, 2, 14),
        userId: '543272936',
        source: 'web',
        properties: {
          order_id: '8187d148@2019-10-01 00:02:14 UTC',
          total: 130.76,
          currency: 'USD',
          products: [{ product_id: '1004856', price: 130.76, quantity: 1, brand: 'samsung' }],
        },
      },
    });
  });
});
