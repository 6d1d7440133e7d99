import { describe, expect, it } from 'vitest';
import { changeRecord } from '../../core/record-change.ts';
import type { WithStore } from './store.ts';

export function recordsContract(withStore: WithStore): void {
  describe('records', () => {
    for (const value of [null, false, 0, '', 'text', [1, [2]], { a: { b: null }, grüße: '😀' }]) {
      it(
        `gives back ${JSON.stringify(value)}`,
        withStore(async (store) => {
          expect(await store.putRecord('plans', 'st_one', 'k', value)).toBe(true);
          expect(await store.getRecord('plans', 'st_one', 'k')).toEqual(value);
        }),
      );
    }

    it(
      'is undefined where there is none',
      withStore(async (store) => {
        await store.putRecord('plans', 'st_one', 'k', 1);
        expect(await store.getRecord('plans', 'st_one', 'other')).toBeUndefined();
        expect(await store.getRecord('plans', '', 'k')).toBeUndefined();
        expect(await store.getRecord('sites', 'st_one', 'k')).toBeUndefined();
      }),
    );

    it(
      'is overwritten, but not where it must be absent',
      withStore(async (store) => {
        expect(await store.putRecord('sites', '', 'k', 'first', { was: undefined })).toBe(true);
        expect(await store.putRecord('sites', '', 'k', 'second', { was: undefined })).toBe(false);
        expect(await store.getRecord('sites', '', 'k')).toBe('first');
        expect(await store.putRecord('sites', '', 'k', 'third')).toBe(true);
        expect(await store.getRecord('sites', '', 'k')).toBe('third');
      }),
    );

    it(
      'is put once when many must find it absent',
      withStore(async (store) => {
        const puts = Array.from({ length: 20 }, (_, n) =>
          store.putRecord('sites', '', 'k', n, { was: undefined }),
        );
        const answers = await Promise.all(puts);
        expect(answers.filter(Boolean)).toHaveLength(1);
      }),
    );

    it(
      'is changed only where that stands there from which the change was made',
      withStore(async (store) => {
        const place = ['sites', '', 'k'] as const;
        expect(await store.putRecord(...place, 'second', { was: 'first' })).toBe(false);
        expect(await store.getRecord(...place)).toBeUndefined();
        await store.putRecord(...place, { b: [1, { z: null, a: '😀' }], 1: 0 });
        expect(await store.putRecord(...place, 'lost', { was: { b: [1] } })).toBe(false);
        const was = await store.getRecord(...place);
        expect(await store.putRecord('sites', 'st_one', 'k', 'elsewhere', { was })).toBe(false);
        expect(await store.putRecord(...place, 'kept', { was })).toBe(true);
        expect(await store.getRecord(...place)).toBe('kept');
        expect(await store.putRecord(...place, 'late', { was })).toBe(false);
        expect(await store.getRecord(...place)).toBe('kept');
      }),
    );

    it(
      'loses nothing where many change it at once',
      withStore(async (store) => {
        const addOne = () =>
          changeRecord(store, ['sites', '', 'k'], (known = 0) => ({ next: Number(known) + 1, answer: null }));
        await Promise.all(Array.from({ length: 12 }, addOne));
        expect(await store.getRecord('sites', '', 'k')).toBe(12);
      }),
    );

    it(
      'is deleted once',
      withStore(async (store) => {
        await store.putRecord('sites', '', 'k', 1);
        expect(await store.deleteRecord('sites', '', 'k')).toBe(true);
        expect(await store.deleteRecord('sites', '', 'k')).toBe(false);
        expect(await store.getRecord('sites', '', 'k')).toBeUndefined();
      }),
    );

    it(
      'is deleted only where that stands there which was read',
      withStore(async (store) => {
        const place = ['sites', '', 'k'] as const;
        await store.putRecord(...place, { b: [1, { z: null }] });
        const was = (await store.getRecord(...place)) ?? null;
        await store.putRecord(...place, 'new');
        expect(await store.deleteRecord(...place, { was })).toBe(false);
        expect(await store.getRecord(...place)).toBe('new');
        expect(await store.deleteRecord(...place, { was: 'new' })).toBe(true);
        expect(await store.getRecord(...place)).toBeUndefined();
        expect(await store.deleteRecord(...place, { was: 'new' })).toBe(false);
      }),
    );

    it(
      'is listed by key, page by page',
      withStore(async (store) => {
        const keys = ['', 'B', 'a', 'é', '😀', '\uff21'];
        await Promise.all(keys.toReversed().map((key) => store.putRecord('audit', 'st_one', key, { key })));
        await store.putRecord('audit', 'st_two', 'a', 0);
        const first = await store.listRecords('audit', 'st_one', null, 4);
        const rest = await store.listRecords('audit', 'st_one', first[3]?.key ?? null, 4);
        expect([...first, ...rest]).toEqual(keys.map((key) => ({ key, value: { key } })));
      }),
    );

    it(
      'is listed the other way round, page by page',
      withStore(async (store) => {
        const keys = ['', 'B', 'a', 'é', '😀', '\uff21'];
        await Promise.all(keys.map((key) => store.putRecord('audit', 'st_one', key, { key })));
        await store.putRecord('audit', 'st_two', 'a', 0);
        const first = await store.listRecords('audit', 'st_one', null, 4, 'down');
        const rest = await store.listRecords('audit', 'st_one', first[3]?.key ?? null, 4, 'down');
        expect([...first, ...rest].map(({ key }) => key)).toEqual(keys.toReversed());
      }),
    );
  });
}
