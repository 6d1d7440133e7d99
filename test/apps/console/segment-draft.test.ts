import { describe, expect, it } from 'vitest';
import { createAsker } from '../../../apps/console/ui/asking.ts';
import {
  hear,
  isUnderstood,
  placeInLine,
  questionOf,
  type SegmentDraft,
  startDraft,
  typeForm,
  typeLine,
} from '../../../apps/console/view-models/segment-form/draft.ts';
import { createIds } from '../../../apps/console/view-models/segment-form/form.ts';
import { faultOfFrame, framesIn, hasField } from '../../../apps/console/view-models/segment-form/places.ts';
import { readForm } from '../../../apps/console/view-models/segment-form/read.ts';
import { writeForm } from '../../../apps/console/view-models/segment-form/write.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { checkDefinition } from '../../../core/segments/read-definition.ts';

const newId = createIds();
const VIEWED: Condition = { event: 'Product Viewed', within: '7d' };

/** As the server answers the draft. */
function answer(draft: SegmentDraft, edition = draft.edition): SegmentDraft {
  const checked = checkDefinition(questionOf(draft));
  const heard = checked.ok
    ? checked
    : ({ ok: false, fault: { at: checked.at, text: checked.hint } } as const);
  return hear(draft, edition, heard, newId);
}

const start = () => answer(startDraft(readForm(VIEWED, newId), ''));

describe('a condition that is written as form and as line', () => {
  it('has the line of its form, and the form of its line', () => {
    const begun = start();
    expect([isUnderstood(begun), begun.line]).toEqual([true, 'viewed a product in 7 days']);
    const typed = answer(typeLine(begun, 'idle for 3 days'));
    expect(writeForm(typed.form)).toEqual({ idle: '3d' });
    const changed = answer(typeForm(typed, readForm({ stage: 'trial' }, newId)));
    expect(changed.line).toBe('in stage "trial"');
  });

  it('keeps what is typed while it cannot be read, and the other as it last was', () => {
    const broken = answer(typeLine(start(), 'viewd a product'));
    expect(broken).toMatchObject({ line: 'viewd a product', fault: { at: 'words' } });
    expect([isUnderstood(broken), writeForm(broken.form)]).toEqual([false, VIEWED]);
    const half = answer(typeForm(start(), { id: '0', kind: 'segment', key: '' }));
    expect(half).toMatchObject({ line: 'viewed a product in 7 days', fault: { at: 'when.segment' } });
  });

  it('takes no answer to what stood there before', () => {
    const before = typeLine(start(), 'idle for 3 days');
    const after = typeLine(before, 'idle for 4 days');
    expect(answer(after, before.edition)).toBe(after);
    expect(isUnderstood(after)).toBe(false);
  });

  it('shows the word that the server could not read', () => {
    const { fault } = answer(typeLine(start(), 'viewed a product three times'));
    expect(placeInLine('viewed a product three times', fault?.text ?? '')).toEqual({
      before: 'viewed a product ',
      at: 'three',
      after: ' times',
    });
    expect(placeInLine('idle', 'at column 9: the line ends here')).toEqual({
      before: 'idle',
      at: '',
      after: '',
    });
    expect(placeInLine('idle', 'something else')).toBeNull();
  });
});

describe('what is wrong with a form', () => {
  const cases: readonly (readonly [name: string, when: object, field: boolean, frame: string | null])[] = [
    ['a field of a condition', { score: 'x', gte: 'much' }, true, null],
    ['a field within a group', { all: [VIEWED, { idle: '7' }] }, true, null],
    ['a value of a list', { trait: 'plan', in: ['pro', 'a@example.org'] }, true, null],
    [
      'a sequence without an event first',
      { sequence: [{ absent: 'Order Completed', for: '1h' }, { event: 'Product Viewed' }] },
      false,
      'when.sequence[0]',
    ],
    ['a comparison that asks nothing', { all: [VIEWED, { trait: 'plan' }] }, false, 'when.all[1]'],
    ['a bound that is missing', { not: { rfm: {} } }, false, 'when.not'],
  ];

  it.each(cases)('is said at its field, or in the frame it stands in: %s', (_, when, field, frame) => {
    const checked = checkDefinition({ when });
    if (checked.ok) throw new Error('it can be read');
    const fault = { at: checked.at, text: checked.hint };
    expect(hasField({ when } as never, checked.at)).toBe(field);
    const form = readForm(when as Condition, newId);
    const places = ['when', ...framesIn(form, 'when')];
    const told = places.filter((at) => {
      const within = at === 'when' ? framesIn(form, 'when') : [];
      return faultOfFrame(fault, { when } as never, at, within) !== null;
    });
    expect(told).toEqual(frame === null ? [] : [frame]);
  });
});

describe('questions of somebody who types', () => {
  function stage() {
    const waiting = new Map<number, () => void>();
    const open: ((answer: string) => void)[] = [];
    const told: string[] = [];
    let last = 0;
    const asker = createAsker<string, string>({
      waitMs: 300,
      answer: (question) => {
        const answered = Promise.withResolvers<string>();
        open.push((text) => answered.resolve(`${question}: ${text}`));
        return answered.promise;
      },
      onAnswer: (answered) => told.push(answered),
      timers: {
        set: (act) => {
          last += 1;
          waiting.set(last, act);
          return last;
        },
        clear: (timer) => void waiting.delete(timer as number),
      },
    });
    const pause = (): void => {
      const acts = [...waiting.values()];
      waiting.clear();
      for (const act of acts) act();
    };
    return { asker, open, told, pause };
  }

  it('are asked when they pause, the last of them alone', async () => {
    const { asker, open, told, pause } = stage();
    asker.ask('a');
    asker.ask('ab');
    pause();
    expect(open).toHaveLength(1);
    open[0]?.('yes');
    await Promise.resolve();
    expect(told).toEqual(['ab: yes']);
  });

  it('are not answered by what was asked before, however late that comes', async () => {
    const { asker, open, told, pause } = stage();
    asker.ask('old');
    pause();
    asker.ask('new');
    pause();
    open[1]?.('yes');
    await Promise.resolve();
    open[0]?.('no');
    await Promise.resolve();
    expect(told).toEqual(['new: yes']);
  });

  it('are answered no more once nobody waits', async () => {
    const { asker, open, told, pause } = stage();
    asker.ask('a');
    pause();
    asker.stop();
    open[0]?.('yes');
    await Promise.resolve();
    expect(told).toEqual([]);
  });
});
