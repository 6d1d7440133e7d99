/** A site that answers by itself, played by the plugin's own rules in TypeScript, and pages that decide. */
import {
  type AppendTerms,
  appendPost,
  appendReport,
  type PostedItem,
  type SessionFile,
} from '../../../../core/local/appending.ts';
import type { LocalBundle } from '../../../../core/local/bundle.ts';
import type { LocalSettings } from '../../../../core/tracker/settings.ts';
import { type BuiltFiles, buildFiles } from '../../../../integrations/wordpress/built-files.ts';
import type { Post, Site, Stage } from '../support.ts';

/** All suites share what none of them changes. */
const shared: { files?: BuiltFiles } = {};

/** What a test says of its site; everything else is as a new plugin has it. */
export type SiteTerms = {
  readonly settings?: Partial<LocalSettings>;
  readonly bundle?: LocalBundle | null;
  readonly caps?: AppendTerms['caps'];
};

/** The site's side of it: what it holds of visitors, by what it knows them. */
export type Double = {
  readonly files: Map<string, SessionFile>;
  readonly granted: string[];
  readonly refused: string[];
};

const HOLDS_MS = 35_000;
/** From the page to the site. */
const WAY_MS = 20;

/** Serves the plugin's files and answers posts, of every page of the site. */
export function playSite(site: Site, { bundle = null, caps = {}, settings = {} }: SiteTerms = {}): Double {
  shared.files ??= buildFiles();
  for (const [path, body] of shared.files) site.files.set(`/${path}`, { type: 'text/javascript', body });
  if (bundle !== null)
    site.files.set('/rules.json', { type: 'application/json', body: JSON.stringify(bundle) });
  const double: Double = { files: new Map(), granted: [], refused: [] };
  const { p: policy = 'session' } = settings;
  const terms: AppendTerms = {
    hears: bundle?.hears ?? {},
    caps,
    holds: HOLDS_MS,
    session_gap: bundle?.site.sessionGapMs ?? 1_800_000,
  };
  let nowMs = 0;
  /** Never backwards, whatever clock a page has. */
  const readClock = (sentAt: number): number => {
    nowMs = Math.max(nowMs, sentAt + WAY_MS);
    return nowMs;
  };
  site.answer = ({ envelope }) => {
    const t = readClock(envelope.s);
    const visitor = nameVisitor(envelope, policy);
    if (visitor === null) return say({ t });
    const items = envelope.e as unknown as readonly PostedItem[];
    const before = double.files.get(visitor) ?? null;
    const { file, go } = appendPost(
      before,
      '5f0c2d7e9a1b3c4d',
      { receivedAt: t, s: envelope.s, e: items },
      terms,
    );
    double.files.set(visitor, file);
    const asked = envelope.e.flatMap(({ n, p }) => (n === 'Treatment Chosen' ? [String(p.decision)] : []));
    for (const id of asked) (go.includes(id) ? double.granted : double.refused).push(id);
    return say({ t, st: file.st, go });
  };
  site.answerExposure = (nth) => {
    const report = site.exposures[nth];
    if (!report) return 202;
    const now = readClock(report.s);
    for (const [visitor, file] of double.files)
      double.files.set(visitor, appendReport(file, report as never, now));
    return 200;
  };
  return double;
}

const say = (more: object) => ({ body: JSON.stringify({ accepted: 1, refused: [], do: [], ...more }) });

/** Null: nobody is remembered. */
function nameVisitor({ g, c, dev }: Post['envelope'], policy: LocalSettings['p']): string | null {
  if (g === 1 || c?.analytics === false) return null;
  if (c?.analytics === true && dev !== undefined) return dev;
  return policy === 'session' ? 'of the day' : null;
}

/** @param after Stands after the tracker's script. */
export type Markup = { readonly body?: string; readonly head?: string; readonly after?: string };

/** What pages asked leave for, in order. */
export const readClaims = (site: Site): readonly Readonly<Record<string, unknown>>[] =>
  site.items('Treatment Chosen').map(({ p }) => p);

export const PAGE = { type: 'post', id: 12, category: ['pens'], author: '3' };

/** As the plugin prints it: one inline script that is the same for everybody, and one file. */
export function writeLocalPage(
  { site }: Stage,
  { settings = {} }: SiteTerms = {},
  { body = '<main><h1>Shop</h1></main>', head = '', after = '' }: Markup = {},
): string {
  const all: LocalSettings = {
    k: 'wk_test',
    s: 'st_test',
    p: 'session',
    u: `${site.origin}/?inkling=`,
    f: `${site.origin}/assets/`,
    v: '1',
    r: `${site.origin}/rules.json`,
    d: 1,
    page: PAGE,
    ...settings,
  };
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}
<script>window.inklingSite=${JSON.stringify(all)}</script>
<script src="/assets/inkling.js?ver=1" defer></script>${after}</head><body>${body}</body></html>`;
}
