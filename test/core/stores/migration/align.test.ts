import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../../core/entry.ts';
import { compareTable, copyTable } from '../../../../core/stores/migration/align.ts';
import {
  comparePlaces,
  type Rows,
  SHAPES,
  type WriteTable,
} from '../../../../core/stores/migration/tables.ts';

type Claim = Rows['claims'];

const shape = SHAPES.claims;
const nothing = () => undefined;
const claim = (key: string, owner: string, site = 'st_one'): Claim => ({ site: site as SiteId, key, owner });

/** As a database has it: by place, in the order of its own index. */
function tableOf(rows: readonly Claim[]): WriteTable<Claim> & { readonly calls: number[] } {
  const held = new Map(rows.map((row) => [JSON.stringify(shape.place(row)), row]));
  const calls: number[] = [];
  return {
    calls,
    count: async () => held.size,
    async *read() {
      yield* [...held.values()].sort((a, b) => comparePlaces(shape.place(a), shape.place(b)));
    },
    async write(some) {
      calls.push(some.length);
      for (const row of some) held.set(JSON.stringify(shape.place(row)), row);
    },
    async remove(some) {
      for (const row of some) held.delete(JSON.stringify(shape.place(row)));
    },
  };
}

const rows = fc.array(
  fc
    .tuple(
      fc.constantFrom('st', 'st-b', 'st_a'),
      fc.constantFrom('', 'a', 'b', 'ä', '\uffff', '😀', 'order:1'),
      fc.constantFrom('x', 'y'),
    )
    .map(([site, key, owner]) => claim(key, owner, site)),
);

describe('a table that is made what another one is', () => {
  it('is that, whatever it held before, and a second time nothing is left to do', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (source, before) => {
        const [from, to] = [tableOf(source), tableOf(before)];
        await copyTable(shape, from, to, nothing);
        const { left, right } = await compareTable(shape, from, to, nothing);
        expect(right).toEqual(left);
        expect(left.rows).toBe(await from.count());
        expect(await copyTable(shape, from, to, nothing)).toEqual({ written: 0, removed: 0 });
      }),
    );
  });

  it('is written in portions', async () => {
    const from = tableOf(Array.from({ length: 1_201 }, (_, n) => claim(String(n).padStart(5, '0'), 'x')));
    const to = tableOf([]);
    expect(await copyTable(shape, from, to, nothing)).toEqual({ written: 1_201, removed: 0 });
    expect(to.calls).toEqual([500, 500, 201]);
  });

  it('is not trusted with an order that is not its own', async () => {
    const from = tableOf([]);
    const turned = { ...from, read: () => tableOf([]).read() };
    turned.read = async function* () {
      yield claim('b', 'x');
      yield claim('a', 'x');
    };
    await expect(copyTable(shape, turned, tableOf([]), nothing)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('two tables that are compared', () => {
  it.each([
    ['a row more', [claim('a', 'x'), claim('b', 'x')]],
    ['a row less', []],
    ['a row that says something else', [claim('a', 'y')]],
    ['a row of another site', [claim('a', 'x', 'st_two')]],
  ])('differ by %s', async (_, others) => {
    const { left, right } = await compareTable(shape, tableOf([claim('a', 'x')]), tableOf(others), nothing);
    expect(right).not.toEqual(left);
  });
});
