/** How old keys are, by what the audit log has of their rotations; one that was never rotated is as old as its site. */
import { isObject } from '../collect/json.ts';
import type { Site } from '../sites/site.ts';
import type { AuditLine, AuditLog } from './audit.ts';
import type { KeyAge } from './evidence.ts';

const PAGE = 1_000;
const OPERATOR_ACT = 'operator key rotated';
const MASTER_ACT = 'master key rotated';
/** The master key was lost: everything that it had sealed was made anew. */
const LOSS_ACT = 'vault forgotten';

/**
 * An act that is older than the term of the audit log is no longer there: the key is then said to be older than it is,
 * never younger.
 */
export async function readKeyAges(
  audit: Pick<AuditLog, 'list'>,
  { siteId, createdAt }: Pick<Site, 'siteId' | 'createdAt'>,
): Promise<readonly KeyAge[]> {
  const since = {
    write: createdAt,
    secret: createdAt,
    operator: createdAt,
    master: createdAt,
    id: createdAt,
  };
  for (let after: string | null = null; ; ) {
    const page = await audit.list(siteId, after, PAGE);
    for (const { line } of page) for (const key of rotatedBy(line)) since[key] = line.time;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.key;
  }
  return (Object.keys(since) as KeyAge['key'][]).map((key) => ({ key, since: since[key] }));
}

function rotatedBy({ act, detail }: AuditLine): readonly KeyAge['key'][] {
  if (act === OPERATOR_ACT) return ['operator'];
  if (act === MASTER_ACT) return ['master'];
  if (act === LOSS_ACT) return ['secret', 'operator', 'master', 'id'];
  if (act !== 'keys rotated' || !isObject(detail) || !Array.isArray(detail.kinds)) return [];
  return detail.kinds.filter((kind) => kind === 'write' || kind === 'secret');
}
