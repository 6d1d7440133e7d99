/** The settings of a site as fields of a form, and what a form changes of them. Every setting that there is has a row here. */

export const SETTING_GROUPS = ['site', 'privacy', 'terms', 'campaigns', 'limits'] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** `optional`: a number, or nothing. `percent`: 0.05 is shown as 5. `lines`, `caps`, `purposes`: of their own. */
type Kind = 'text' | 'number' | 'optional' | 'percent' | 'switch' | 'choice' | 'lines' | 'caps' | 'purposes';

export type SettingField = {
  /** As docs/settings.md names it; what lies in a group of its own stands behind a dot. */
  readonly path: string;
  readonly group: SettingGroup;
  readonly kind: Kind;
  readonly options?: readonly string[];
};

const field = (group: SettingGroup, path: string, kind: Kind, options?: readonly string[]): SettingField => ({
  ...{ path, group, kind },
  ...(options !== undefined && { options }),
});

export const SETTING_FIELDS: readonly SettingField[] = [
  field('site', 'name', 'text'),
  field('site', 'timezone', 'text'),
  field('site', 'currency', 'text'),
  field('site', 'sessionGapMinutes', 'number'),
  field('site', 'orders', 'choice', ['any', 'server']),
  field('site', 'hashRouting', 'switch'),
  field('site', 'analyticsJs', 'switch'),
  field('privacy', 'policy', 'choice', ['auto', 'statistics', 'session', 'consented-only']),
  field('privacy', 'honoursDoNotTrack', 'switch'),
  field('privacy', 'remembersChoice', 'switch'),
  field('privacy', 'linksWholeDay', 'switch'),
  field('privacy', 'serverConsent', 'purposes'),
  field('privacy', 'consentCategories', 'lines'),
  field('privacy', 'smallNumbers.k', 'number'),
  field('terms', 'eventDays', 'number'),
  field('terms', 'retention.idleDays', 'number'),
  field('terms', 'retention.resultDays', 'number'),
  field('terms', 'retention.noticeDays', 'number'),
  field('terms', 'retention.violationDays', 'number'),
  field('terms', 'retention.auditDays', 'number'),
  field('campaigns', 'decisions.holdout', 'percent'),
  field('campaigns', 'decisions.caps', 'caps'),
  field('campaigns', 'decisions.perMinute.onsite', 'optional'),
  field('campaigns', 'decisions.perMinute.email', 'optional'),
  field('campaigns', 'decisions.perMinute.webhook', 'optional'),
  field('campaigns', 'scoring.leastOfEach', 'number'),
  field('campaigns', 'scoring.discountPerYear', 'percent'),
  field('limits', 'postsPerSecondPerAddress', 'number'),
  field('limits', 'postsPerSecondPerKey', 'number'),
  field('limits', 'postsPerSecondPerVisitor', 'optional'),
];

/** What stands in the form, as text, by path. */
export type Draft = Readonly<Record<string, string>>;
type Settings = Readonly<Record<string, unknown>>;

export const PURPOSES = ['analytics', 'personalization', 'contact', 'share'] as const;
export type Cap = {
  readonly scope: string;
  readonly tag?: string;
  readonly max: string;
  readonly per: string;
};

/** @example draftOf({ name: 'Shop', decisions: { holdout: 0.05 } })['decisions.holdout'] // '5' */
export function draftOf(settings: Settings): Draft {
  return Object.fromEntries(
    SETTING_FIELDS.map(({ path, kind }) => [path, writeText(readAt(settings, path), kind)]),
  );
}

function readAt(settings: Settings, path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => {
    return typeof found === 'object' && found !== null ? (found as Settings)[name] : undefined;
  }, settings);
}

function writeText(value: unknown, kind: Kind): string {
  if (kind === 'lines') return writeLines(value);
  if (kind === 'caps' || kind === 'purposes') return JSON.stringify(value ?? null);
  if (value === undefined || value === null) return '';
  return kind === 'percent' ? String(Math.round(Number(value) * 1e6) / 1e4) : String(value);
}

function writeLines(value: unknown): string {
  return Object.entries((value ?? {}) as Settings)
    .map(([category, purpose]) => `${category} = ${String(purpose)}`)
    .join('\n');
}

export type Changes = {
  /** What is sent: groups of settings whole, since what a change leaves out takes its default. */
  readonly body: Settings;
  /** Paths of fields in which no number stands. */
  readonly odd: readonly string[];
};

/** @example changesOf({ ...draftOf(settings), name: 'Other' }, settings).body // { name: 'Other' } */
export function changesOf(draft: Draft, settings: Settings): Changes {
  const before = draftOf(settings);
  const changed = SETTING_FIELDS.filter(({ path }) => draft[path] !== before[path]);
  const names = new Set(changed.map(({ path }) => topOf(path)));
  const odd: string[] = [];
  const body: Record<string, unknown> = {};
  for (const { path, kind } of SETTING_FIELDS.filter((own) => names.has(topOf(own.path)))) {
    const value = readText(draft[path] ?? '', kind);
    if (typeof value === 'number' && !Number.isFinite(value)) odd.push(path);
    else putAt(body, path.split('.'), value);
  }
  return { body, odd };
}

const topOf = (path: string): string => path.split('.')[0] ?? path;

function putAt(body: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    // In a group nothing is said by leaving it out; alone, null says it.
    body[name] = value;
    return;
  }
  const inner = (body[name] ?? {}) as Record<string, unknown>;
  body[name] = inner;
  if (value !== null) putAt(inner, rest, value);
}

function readText(text: string, kind: Kind): unknown {
  if (kind === 'switch') return text === 'true';
  if (kind === 'caps') return capsOf(text).map(({ max, ...cap }) => ({ ...cap, max: readNumber(max) }));
  if (kind === 'purposes') return JSON.parse(text);
  if (kind === 'lines') return readLines(text);
  if (kind === 'optional') return text.trim() === '' ? null : readNumber(text);
  if (kind === 'percent') return Math.round(readNumber(text) * 1e4) / 1e6;
  return kind === 'number' ? readNumber(text) : text.trim();
}

/** Nothing is no number. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
}

function readLines(text: string): Settings {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const place = line.lastIndexOf('=');
      return place < 0 ? [line.trim(), ''] : [line.slice(0, place).trim(), line.slice(place + 1).trim()];
    }),
  );
}

/** Of a draft. @example capsOf('[{"scope":"all","max":2,"per":"day"}]')[0].max // '2' */
export function capsOf(text: string): readonly Cap[] {
  const caps = (JSON.parse(text) ?? []) as readonly (Omit<Cap, 'max'> & { readonly max: string | number })[];
  return caps.map((cap) => ({ ...cap, max: String(cap.max) }));
}

/** Of a draft; null: it is left open. */
export function purposesOf(text: string): Readonly<Record<string, boolean>> | null {
  return JSON.parse(text) as Readonly<Record<string, boolean>> | null;
}

/** The field that a refusal is about; null: none of them. @example fieldAt('decisions.caps[0].per') // 'decisions.caps' */
export function fieldAt(at: string): string | null {
  const paths = SETTING_FIELDS.map(({ path }) => path).toSorted((a, b) => b.length - a.length);
  return paths.find((path) => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`)) ?? null;
}
