import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { createOneAtATime } from '../../../core/measurement/one-at-a-time.ts';

const A = 'st_a' as SiteId;
const B = 'st_b' as SiteId;

/** A report that is made when it is told to be. */
function createDesk() {
  const begun: string[] = [];
  const finish = new Map<string, { resolve(value: string): void; reject(error: Error): void }>();
  return {
    begun,
    finish,
    make: (name: string) => () =>
      new Promise<string>((resolve, reject) => {
        begun.push(name);
        finish.set(name, { resolve, reject });
      }),
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('reports of a site', () => {
  it('are made one after the other, those of two sites side by side', async () => {
    const desk = createDesk();
    const reports = createOneAtATime<string>();
    const first = reports(A, '7d', desk.make('a7'));
    const second = reports(A, '30d', desk.make('a30'));
    const other = reports(B, '7d', desk.make('b7'));
    await settle();
    expect(desk.begun.toSorted()).toEqual(['a7', 'b7']);
    desk.finish.get('a7')?.resolve('first');
    expect(await first).toBe('first');
    await settle();
    expect(desk.begun).toContain('a30');
    desk.finish.get('a30')?.resolve('second');
    desk.finish.get('b7')?.resolve('other');
    expect(await Promise.all([second, other])).toEqual(['second', 'other']);
  });

  it('are shared by who asks for the same meanwhile, and made anew for who asks later', async () => {
    const desk = createDesk();
    const reports = createOneAtATime<string>();
    const both = [reports(A, '7d', desk.make('one')), reports(A, '7d', desk.make('two'))];
    await settle();
    desk.finish.get('one')?.resolve('done');
    expect(await Promise.all(both)).toEqual(['done', 'done']);
    const later = reports(A, '7d', desk.make('three'));
    await settle();
    desk.finish.get('three')?.resolve('again');
    expect(await later).toBe('again');
    expect(desk.begun).toEqual(['one', 'three']);
  });

  it('go on after one that failed', async () => {
    const desk = createDesk();
    const reports = createOneAtATime<string>();
    const failing = reports(A, '7d', desk.make('bad'));
    const next = reports(A, '30d', desk.make('good'));
    await settle();
    desk.finish.get('bad')?.reject(new Error('no store'));
    await expect(failing).rejects.toThrow('no store');
    await settle();
    desk.finish.get('good')?.resolve('good');
    expect(await next).toBe('good');
  });
});
