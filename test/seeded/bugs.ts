/** Mistakes that the engine could have: each is one replacement in one of its files. */

export type SeededBug = {
  readonly title: string;
  /** Under `core/`. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
};

const bug = (title: string, file: string, right: string, wrong: string): SeededBug => ({
  title,
  file,
  right,
  wrong,
});

const COUNTING: readonly SeededBug[] = [
  bug(
    'a window takes in its own start',
    'segments/window.ts',
    'from: (t) => t - ms,',
    'from: (t) => t - ms - 1,',
  ),
  bug(
    'a window lets go 1 ms late',
    'segments/window.ts',
    'hit === undefined ? null : hit.t + ms;',
    'hit === undefined ? null : hit.t + ms + 1;',
  ),
  bug(
    'unless is ignored',
    'segments/event-judge.ts',
    'unless === null || !isViolated(',
    'unless !== undefined || !isViolated(',
  ),
  bug(
    'unless looks at all groups',
    'segments/event-judge.ts',
    'g === undefined || group === undefined || g === group;',
    'g === undefined || group === undefined || g !== null;',
  ),
  bug(
    'groups are counted together',
    'segments/filling.ts',
    'if ((hits[i] as Hit).g === g) rank += 1;',
    'rank += g === undefined ? 1 : 1;',
  ),
  bug(
    'one match more has to fill a count',
    'segments/filling.ts',
    '(hits[end - least] as Hit)',
    '((hits[end - least - 1] ?? hits[0]) as Hit)',
  ),
  bug(
    'the newest match ends a count',
    'segments/filling.ts',
    '(hits[end - least] as Hit)',
    '(hits[end - 1] as Hit)',
  ),
  bug('a short run is full with one match more', 'segments/filling.ts', 'end) >= least', 'end) > least'),
  bug(
    'an event moves only what all of its counters move',
    'segments/hearing.ts',
    '((bits[at] ?? 0) & took) !== 0',
    '((bits[at] ?? 0) & took) === took',
  ),
  bug(
    'the mean is rounded',
    'segments/totals.ts',
    'addAmounts(hits, sums) / (scale * all)',
    'Math.round(addAmounts(hits, sums) / all) / scale',
  ),
  bug(
    'the mean counts what is no number',
    'segments/totals.ts',
    '(v === undefined ? count : count + 1)',
    'count + 1',
  ),
  bug(
    'distinct mixes texts and numbers',
    'segments/totals.ts',
    'if (v !== undefined) values.add(v);',
    'if (v !== undefined) values.add(String(v));',
  ),
  bug(
    'distinct counts every match',
    'segments/filling.ts',
    'own.add(v).size === before ? 0 : own.size',
    'own.add({} as never).size === before ? 0 : own.size',
  ),
  bug(
    'of many matches one too few is kept',
    'segments/bounds.ts',
    'Math.floor(value) + 1)',
    'Math.floor(value) - 1)',
  ),
  bug(
    'of many matches the oldest in reach are dropped',
    'segments/counts.ts',
    '(hits.at(-1)?.t ?? 0) - reachMs;',
    '(hits.at(-1)?.t ?? 0) - reachMs / 2;',
  ),
  bug(
    'yesterday takes in the first instant of today',
    'segments/window.ts',
    "to: (t) => calendarSpan('day', t, zone).from - 1,",
    "to: (t) => calendarSpan('day', t, zone).from,",
  ),
  bug('the session leaves out its first event', 'segments/window.ts', 'open.start - 1', 'open.start'),
  bug('weeks begin on Sunday', 'calendar.ts', 'getUTCDay() + 6) % 7', 'getUTCDay() + 7) % 7'),
  bug(
    'today lasts two days',
    'calendar.ts',
    'day: (date) => addDays(date, 1),',
    'day: (date) => addDays(date, 2),',
  ),
];

const READING: readonly SeededBug[] = [
  bug('before and after are swapped', 'segments/fact-time.ts', 'if (isBefore) to =', 'if (!isBefore) to ='),
  bug(
    'before leaves out the instant of the fact',
    'segments/event-judge.ts',
    'hits.slice(indexAfter(hits, from), indexAfter(hits, to))',
    'hits.slice(indexAfter(hits, from), indexAfter(hits, to - 1))',
  ),
  bug('an age of gt holds at its edge', 'segments/fact-time.ts', 'durationMs(gt) + 1', 'durationMs(gt)'),
  bug(
    'what lacks the property stands in nobody’s way',
    'segments/counter.ts',
    'return [asScalar(properties[lastName(path.field)])];',
    'return [];',
  ),
  bug(
    'texts are compared byte by byte',
    'segments/comparison.ts',
    "ASCII.test(text) ? text : text.normalize('NFC')",
    'text',
  ),
  bug(
    'ne does not hold on a missing value',
    'segments/comparison.ts',
    '(value) => normalize(value) !== unwanted',
    '(value) => value != null && normalize(value) !== unwanted',
  ),
  bug(
    'money is compared in minor units',
    'segments/counter.ts',
    'return toMajor(value, currency);',
    'return value;',
  ),
  bug(
    'another currency is summed',
    'segments/counter.ts',
    "if (isMoney && flags?.includes('currency_mismatch')) return undefined;",
    '',
  ),
];

const SEQUENCES: readonly SeededBug[] = [
  bug(
    'steps at one instant go in any order',
    'segments/sequence-leaf.ts',
    'return hit.n > at.n && (pause',
    'return hit.t >= at.t && hit.n !== at.n && (pause',
  ),
  bug(
    'the step after an absence may end it',
    'segments/sequence-leaf.ts',
    'hit.t > at.t + pause.forMs',
    'hit.t >= at.t + pause.forMs',
  ),
  bug(
    'an absence is open at its end',
    'segments/sequence-leaf.ts',
    'absent.t > at.t + forMs',
    'absent.t >= at.t + forMs',
  ),
  bug(
    'a sequence ends 1 ms late',
    'segments/sequence-leaf.ts',
    'chain.first.t + reachMs;',
    'chain.first.t + reachMs + 1;',
  ),
  bug(
    'a session ends 1 ms late',
    'profiles/sessions.ts',
    'session.last + rules.sessionGapMs',
    'session.last + rules.sessionGapMs + 1',
  ),
  bug(
    'an event at the end of a session belongs to it',
    'profiles/sessions.ts',
    'event.t < sessionEnd(open, rules)',
    'event.t <= sessionEnd(open, rules)',
  ),
];

const STATES: readonly SeededBug[] = [
  bug(
    '29 February is celebrated in leap years only',
    'segments/state-leaves.ts',
    "return day === '02-29' &&",
    "return day === '02-30' &&",
  ),
  bug(
    'a score leaves before its dwell',
    'segments/latch.ts',
    'Math.max(t, since + use.dwellMs)',
    'Math.max(t, since)',
  ),
  bug(
    'a score at the end of the dwell comes too late',
    'segments/latch.ts',
    'leavesAt < t ? null',
    'leavesAt <= t ? null',
  ),
  bug('idle never comes by time', 'segments/state-leaves.ts', 'until: last + idleMs', 'until: null'),
  bug('idle begins 1 ms late', 'segments/state-leaves.ts', 't - last >= idleMs', 't - last > idleMs'),
  bug('since turns where it has turned', 'segments/state-leaves.ts', '(from + ms > t ?', '(from + ms >= t ?'),
  bug(
    'not is for ever',
    'segments/compile-node.ts',
    'holds: !verdict.holds, until: verdict.until',
    'holds: !verdict.holds, until: null',
  ),
  bug(
    'any looks no further than its first part',
    'segments/compile-node.ts',
    'if (verdict.holds) return verdict;',
    'return verdict;',
  ),
  bug(
    'a later stage does not end an earlier one',
    'segments/compile-node.ts',
    'compiling.stages.slice(at + 1)',
    'compiling.stages.slice(at + 2)',
  ),
  bug('a fifth begins at its edge', 'segments/rfm-edges.ts', 'value > edge', 'value >= edge'),
  bug(
    'shares go by the canonical id',
    'segments/state-leaves.ts',
    'tracks.unit ?? profile.visitor',
    'profile.visitor ?? tracks.unit',
  ),
  bug('consent is not asked', 'segments/standing.ts', '?.allowed === false', '?.allowed === undefined'),
];

export const SEEDED_BUGS: readonly SeededBug[] = [...COUNTING, ...READING, ...SEQUENCES, ...STATES];
