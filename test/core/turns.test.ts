import { expect, it } from 'vitest';
import { createNamedTurns } from '../../core/turns.ts';

/** Work that says when it began, and ends when it is told to. */
function createWork() {
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, (failure) => (failure === undefined ? resolve(name) : reject(failure)));
    });
  return { begun, work, end: (name: string, failure?: Error) => ends.get(name)?.(failure) };
}

it('one piece of work of a name waits for the other, however that ends, and for none of another name', async () => {
  const inTurn = createNamedTurns();
  const { begun, work, end } = createWork();
  const first = inTurn('a', work('first'));
  const second = inTurn('a', work('second'));
  const other = inTurn('b', work('other'));
  await Promise.resolve();
  expect(begun).toEqual(['first', 'other']);
  end('first', new Error('it broke off'));
  await expect(first).rejects.toThrow('it broke off');
  await expect.poll(() => begun).toEqual(['first', 'other', 'second']);
  end('other');
  end('second');
  expect([await other, await second]).toEqual(['other', 'second']);
});
