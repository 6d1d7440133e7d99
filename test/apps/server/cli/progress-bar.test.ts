import { describe, expect, it } from 'vitest';
import { createProgressBar, drawBar, duration } from '../../../../apps/server/cli/replay/progress-bar.ts';

describe('the progress bar', () => {
  it('shows how far it is, how fast it goes and how long it takes', () => {
    const samples = [
      { at: 0, share: 0, rows: 0 },
      { at: 2_000, share: 0.5, rows: 5_000 },
    ];
    expect(drawBar({ label: 'replay', share: 0.5, rows: 5_000 }, samples, 100)).toBe(
      'replay ████████████░░░░░░░░░░░░  50 %  5,000 rows  2,500/s  2 s left',
    );
  });

  it('never wraps: a narrow screen gets less', () => {
    expect(drawBar({ label: 'replay', share: 1, rows: 5_000 }, [], 20)).toHaveLength(19);
  });

  it('draws ten times a second at most, and wipes its line', () => {
    const written: string[] = [];
    let nowMs = 0;
    const bar = createProgressBar({
      columns: 80,
      write: (text) => void written.push(text),
      now: () => nowMs,
    });
    for (; nowMs < 1_000; nowMs += 10) bar.update({ label: 'replay', share: nowMs / 1_000, rows: nowMs });
    bar.clear();
    expect(written).toHaveLength(11);
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it('draws nothing where nobody watches', () => {
    const written: string[] = [];
    const bar = createProgressBar({ columns: null, write: (text) => void written.push(text), now: () => 0 });
    bar.update({ label: 'replay', share: 0.5, rows: 1 });
    bar.clear();
    expect(written).toEqual([]);
  });

  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [95, '1 min 35 s'],
    [7_260, '2 h 1 min'],
    [3_600, '1 h'],
    [225_552_361, '2,610 d 13 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
