/**
 * `profiles.contributions` is what the row's visitor adds to results of campaigns, a JSON list of the arrays that
 * codec.ts makes; null for none. `totals` are the sums of all of them: triggers keep them so, whatever writes or removes
 * a profile. What stays of visitor-days whose profile has ended stands apart (`gone`), so that the rest can be summed
 * anew at any time.
 */

const KEYS = 'site, campaign, version, arm, unit, mixed, gone';
export const SUMS = ['n', 'y', 'yy', 'x', 'xx', 'xy', 'converted', 'clicked', 'dismissed', 'shown'] as const;

/** Each sum of one contribution, by its place in the array. Squares are real numbers: they outgrow integers. */
const TERMS: Readonly<Record<(typeof SUMS)[number], string>> = {
  n: '1',
  y: 'value ->> 5',
  yy: '1.0 * (value ->> 5) * (value ->> 5)',
  x: 'value ->> 6',
  xx: '1.0 * (value ->> 6) * (value ->> 6)',
  xy: '1.0 * (value ->> 5) * (value ->> 6)',
  converted: 'value ->> 7',
  clicked: 'value ->> 8',
  dismissed: 'value ->> 9',
  shown: 'value ->> 10',
};

/** A line of totals that no visitor's end has left. */
export const PUT_TOTALS = `
  INSERT INTO totals (${KEYS}, ${SUMS.join(', ')})
  VALUES (?, ?, ?, ?, ?, ?, 0, ${SUMS.map(() => '?').join(', ')})`;

/** Adds the contributions of a JSON list to the totals, or takes them away. */
export function addContributions(site: string, list: string, { sign = 1, gone = 0 } = {}): string {
  const terms = SUMS.map((name) => `${sign} * (${TERMS[name]})`);
  const added = SUMS.map((name) => `${name} = ${name} + excluded.${name}`);
  return `
    INSERT INTO totals (${KEYS}, ${SUMS.join(', ')})
    SELECT ${site}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${gone}, ${terms.join(', ')}
    FROM json_each(${list}) WHERE true
    ON CONFLICT (${KEYS}) DO UPDATE SET ${added.join(', ')};`;
}

export const CAMPAIGNS = `
  ALTER TABLE profiles ADD COLUMN contributions TEXT;
  CREATE TABLE totals (
    site INTEGER NOT NULL, campaign TEXT NOT NULL, version INTEGER NOT NULL, arm TEXT NOT NULL,
    unit INTEGER NOT NULL, mixed INTEGER NOT NULL, gone INTEGER NOT NULL,
    ${SUMS.map((name) => `${name} NOT NULL`).join(', ')},
    PRIMARY KEY (${KEYS})
  ) WITHOUT ROWID;

  CREATE TRIGGER contributions_enter AFTER INSERT ON profiles WHEN new.contributions IS NOT NULL BEGIN
    ${addContributions('new.site', 'new.contributions')}
  END;
  CREATE TRIGGER contributions_change AFTER UPDATE OF contributions ON profiles
  WHEN old.contributions IS NOT new.contributions BEGIN
    ${addContributions('old.site', "ifnull(old.contributions, '[]')", { sign: -1 })}
    ${addContributions('new.site', "ifnull(new.contributions, '[]')")}
  END;
  CREATE TRIGGER contributions_leave AFTER DELETE ON profiles WHEN old.contributions IS NOT NULL BEGIN
    ${addContributions('old.site', 'old.contributions', { sign: -1 })}
  END;

  DROP INDEX entries_outgoing;
  CREATE INDEX entries_outgoing ON entries (site, seq) WHERE type IN (3, 4, 5);
`;
