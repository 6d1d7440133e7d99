/** A proof as a person reads it: findings first, then the records, then what nobody can show. */
import type { Finding } from '../../../../core/privacy/findings.ts';
import type { SiteProof } from '../../proof-view.ts';
import type { RecordsProof } from '../prove-operations.ts';
import { count } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import type { CanaryResult } from './canary.ts';

/** Of salts and days of what was sent; JSON has all of them. */
const MOST_ROWS = 10;

export type Proof = Omit<RecordsProof, 'findings'> & {
  readonly version: string;
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  /** Null: it was left out. */
  readonly canary: CanaryResult | null;
  readonly notProven: readonly string[];
};

export function drawProof({ at, version, findings, canary, sites, notProven, holds }: Proof): string {
  const verdict = holds ? 'Everything that was looked at holds.' : 'Something does not hold: see NO below.';
  return [
    `Inkling ${version}, ${minute(at)} (UTC)\n${verdict}`,
    findings.map(drawFinding).join('\n'),
    ...(canary === null
      ? []
      : [wrap(`Trial: ${count(canary.requests)} requests through ${canary.doors.join(', ')}.`, '  ')]),
    ...sites.map(drawSite),
    ['Not proven:', ...notProven.map((line) => wrap(`- ${line}`, '  '))].join('\n'),
  ].join('\n\n');
}

function drawFinding({ about, site, holds, says, cure }: Finding): string {
  const place = site === null ? about : `${about}, ${site}`;
  return wrap(`${holds ? 'yes' : 'NO '} ${place}: ${says}${cure === null ? '' : `. ${upper(cure)}`}`, '    ');
}

function drawSite(proof: SiteProof): string {
  const { site, salts, egress, retention, erasures, keys, oldKeys } = proof;
  const live = salts.live.map(({ day, createdAt }) => [day, minute(createdAt), 'lives']);
  const gone = salts.destroyed.map((salt) => [salt.day, minute(salt.createdAt), minute(salt.destroyedAt)]);
  const removed = Object.entries(erasures.removed).filter(([, rows]) => rows > 0);
  return [
    `Site ${site}`,
    ...list('salts', ['day', 'made', 'destroyed'], [...gone, ...live]),
    ...list('sent and held back', SENT, egress.map(sentRow)),
    ...list('retention, last run', ['class', 'days', 'when', 'went'], retention.classes.map(classRow), 99),
    `erasures: ${count(erasures.count)}${removed.map(([kind, rows]) => `, ${count(rows)} ${kind}`).join('')}`,
    ...list(
      'latest receipts',
      ['receipt', 'when', 'asked by'],
      erasures.receipts.map(({ id, erasedAt, by }) => [id, minute(erasedAt), by]),
    ),
    ...list(
      'keys',
      ['key', 'since', 'days'],
      keys.map(({ key, since, days }) => [key, minute(since), count(days)]),
    ),
    ...(oldKeys === 0 ? [] : [`rotated keys that still open doors: ${count(oldKeys)}`]),
  ].join('\n');
}

const SENT = ['day', 'to', 'purpose', 'sent', 'consent', 'GPC', 'objection', 'other'];

function sentRow({
  day,
  destination,
  purpose,
  sent,
  heldBack,
}: SiteProof['egress'][number]): readonly string[] {
  const { consent, gpc, objection, other } = heldBack;
  return [day, destination, purpose, ...[sent, consent, gpc, objection, other].map(count)];
}

function classRow({ name, days, ranAt, went }: SiteProof['retention']['classes'][number]): readonly string[] {
  const term = days === null ? 'consent' : count(days);
  return [name, term, ranAt === null ? 'never' : minute(ranAt), went === null ? '' : count(went)];
}

function list(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  most = MOST_ROWS,
): readonly string[] {
  if (rows.length === 0) return [`${title}: none`];
  const more = rows.length > most ? ` (latest ${most} of ${count(rows.length)})` : '';
  return [`${title}${more}:`, indent(drawTable(heads, rows.slice(-most)))];
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
