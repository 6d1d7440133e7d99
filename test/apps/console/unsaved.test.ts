import { describe, expect, it } from 'vitest';
import { createGuard } from '../../../apps/console/view-models/unsaved.ts';

function open() {
  const seen: string[] = [];
  const guard = createGuard({
    onAsk: (isAsking) => seen.push(isAsking ? 'asks' : 'asks no more'),
    onHeld: (isHeld) => seen.push(isHeld ? 'held' : 'free'),
  });
  return { guard, seen, go: () => void seen.push('went') };
}

describe('leaving a page', () => {
  it('is done at once where everything is saved', () => {
    const { guard, seen, go } = open();
    guard.leave(go);
    const release = guard.hold();
    release();
    guard.leave(go);
    expect(seen).toEqual(['went', 'held', 'free', 'went']);
  });

  it('is asked about where something is not, and not done by who stays', () => {
    const { guard, seen, go } = open();
    guard.hold();
    guard.leave(go);
    guard.answer(false);
    expect(seen).toEqual(['held', 'asks', 'asks no more']);
    // Closed once more, as dialogs are: nothing waits any longer.
    guard.answer(true);
    expect([seen.includes('went'), guard.isHeld()]).toEqual([false, true]);
  });

  it('is done by who wants it so, and gives up everything that is held', () => {
    const { guard, seen, go } = open();
    const release = guard.hold();
    guard.hold();
    guard.leave(go);
    guard.answer(true);
    expect(seen).toEqual(['held', 'asks', 'asks no more', 'free', 'went']);
    release();
    expect([seen.at(-1), guard.isHeld()]).toEqual(['went', false]);
  });

  it('is free only when the last of several forms is saved', () => {
    const { guard, seen } = open();
    const [one, other] = [guard.hold(), guard.hold()];
    one();
    one();
    expect(guard.isHeld()).toBe(true);
    other();
    expect(seen).toEqual(['held', 'free']);
  });
});
