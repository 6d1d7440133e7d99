import { describe, expect, it } from 'vitest';
import type { ReportAnswer } from '../../../apps/console/api/answers/campaigns.ts';
import { createFigures } from '../../../apps/console/view-models/campaigns-figures.ts';
import { drawIntervals } from '../../../apps/console/view-models/campaigns-intervals.ts';
import { viewReport } from '../../../apps/console/view-models/campaigns-report.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import { CAMPAIGN_REPORT } from '../../../apps/console/words/campaigns-report.ts';
import { NOW, reportOf } from './campaign-reports.ts';

const viewOf = (report: ReportAnswer, locale: 'en' | 'de' = 'en') =>
  viewReport(report, {
    words: CAMPAIGN_REPORT[locale],
    format: createFormat(locale, NOW, 'UTC'),
    figures: createFigures(locale),
    currency: report.currency,
    isShare: true,
  });

describe('a report in words', () => {
  it('says that an arm surely helps, by how much, and what to do', () => {
    const [people] = viewOf(
      reportOf({ control: { visitors: 5000, converted: 250 }, message: { visitors: 5000, converted: 400 } }),
    );
    expect(people?.verdicts).toMatchObject([{ tone: 'good', title: 'message surely does better' }]);
    expect(people?.verdicts[0]?.because).toMatch(
      /is \+3 \(\+\d(\.\d+)? to \+\d(\.\d+)?\) of 100\. All of the interval lies above zero/,
    );
    expect(people?.verdicts[0]?.next).toMatch(/more visitors/);
    expect(people?.arms.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['control (sees nothing)', '5,000', '5,000'],
      ['message', '5,000', '5,000'],
    ]);
    expect(people?.notes).toContain(CAMPAIGN_REPORT.en.liftIsLessSure);
    expect(people?.notes[0]).toMatch(/^The arms are filled as they should be: 5,000 and 5,000/);
  });

  it('says why a number is withheld, in its place', () => {
    const [people, days] = viewOf(
      reportOf({ control: { visitors: 40, converted: 0 }, message: { visitors: 44, converted: 1 } }),
    );
    expect(people?.arms[1]?.cells.at(-1)).toMatch(/^Withheld: too little happened/);
    expect(people?.verdicts).toMatchObject([{ tone: 'plain' }]);
    expect(people?.verdicts[0]?.because).toBe(
      'There are 44 visitors, and 40 in the control. It takes 100 in each.',
    );
    expect([people?.isEmpty, days?.isEmpty]).toEqual([false, true]);
  });

  it('says that arms which are filled wrongly say nothing', () => {
    const [people] = viewOf(
      reportOf({ control: { visitors: 3000, converted: 150 }, message: { visitors: 5000, converted: 400 } }),
    );
    expect(people?.verdicts).toMatchObject([{ tone: 'bad', title: 'These numbers cannot be believed' }]);
    expect(people?.notes[0]).toMatch(
      /^The arms are not filled as they should be: 3,000 and 5,000, where 4,000/,
    );
  });

  it('says how much what was known before helps', () => {
    const report = reportOf({
      control: { visitors: 2000, converted: 500, before: 400 },
      message: { visitors: 2000, converted: 520, before: 400 },
    });
    const [people] = viewOf(report);
    const { varianceReduction = 0 } = report.units[0]?.experiment?.treatments[0]?.cuped.value ?? {};
    expect(varianceReduction).toBeGreaterThan(0.3);
    // A variance of a half is that of twice as many visitors.
    const more = createFigures('en').percent(1 / (1 - varianceReduction) - 1);
    expect(people?.notes[1]).toContain(`by as much as ${more} more visitors would`);
    const [without] = viewOf(
      reportOf({ control: { visitors: 200, converted: 5 }, message: { visitors: 200, converted: 6 } }),
    );
    expect(without?.notes[1]).toBe(CAMPAIGN_REPORT.en.noCuped);
  });

  it('says that without a control arm nothing is known', () => {
    const [people] = viewOf(reportOf({ message: { visitors: 200, converted: 20 } }));
    expect(people?.verdicts).toMatchObject([{ title: 'Nothing says what it did' }]);
    expect(people?.intervals).toEqual([]);
  });

  it('says it in German as well', () => {
    const [people] = viewOf(
      reportOf({ control: { visitors: 5000, converted: 400 }, message: { visitors: 5000, converted: 250 } }),
      'de',
    );
    expect(people?.verdicts).toMatchObject([{ tone: 'bad', title: 'message ist sicher schlechter' }]);
    expect(people?.verdicts[0]?.because).toMatch(/ist -3 \(-\d(,\d+)? bis -\d(,\d+)?\) von 100/);
  });
});

describe('intervals', () => {
  it('lie beside nothing, on the side on which they surely are', () => {
    const { rows, zero } = drawIntervals(
      [
        { key: 'up', label: 'up', text: '', range: { low: 0.1, estimate: 0.2, high: 0.3 } },
        { key: 'open', label: 'open', text: '', range: { low: -0.1, estimate: 0, high: 0.1 } },
        { key: 'down', label: 'down', text: '', range: { low: -0.3, estimate: -0.2, high: -0.1 } },
        { key: 'none', label: 'none', text: '', range: null },
      ],
      600,
    );
    expect(rows.map(({ side }) => side)).toEqual(['gain', 'open', 'loss', 'open']);
    expect(rows[3]?.bar).toBeNull();
    const [up, , down] = rows.map(({ bar }) => bar);
    expect(up !== null && up !== undefined && up.from > zero && up.from < up.dot && up.dot < up.to).toBe(
      true,
    );
    expect(down !== null && down !== undefined && down.to < zero).toBe(true);
  });
});
