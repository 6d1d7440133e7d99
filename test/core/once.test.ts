import { describe, expect, it } from 'vitest';
import { once } from '../../core/once.ts';

describe('what is made once', () => {
  it('is made when it is first asked for, and the same from then on', () => {
    let made = 0;
    const ask = once(() => ({ number: ++made }));
    expect(made).toBe(0);
    const first = ask();
    expect(ask()).toBe(first);
    expect(made).toBe(1);
  });

  it('may be nothing', () => {
    let made = 0;
    const ask = once(() => {
      made += 1;
      return null;
    });
    expect([ask(), ask(), made]).toEqual([null, null, 1]);
  });

  it('is tried again where it failed', () => {
    let tries = 0;
    const ask = once(() => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return tries;
    });
    expect(ask).toThrow('not yet');
    expect(ask()).toBe(2);
  });
});
