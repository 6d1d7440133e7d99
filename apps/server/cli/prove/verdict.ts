/** What came of the trial, as findings beside those of the records. */
import type { Finding } from '../../../../core/privacy/findings.ts';
import type { CanaryResult } from './canary.ts';

const REPORT = 'report it with the version: it is a fault of ours';

/** @example judgeCanary(await runCanary()).every(({ holds }) => holds) */
export function judgeCanary(result: CanaryResult): readonly Finding[] {
  const { marks, ids, before, after, tookMs, sent, log, removedAgain, isKnownAfter } = result;
  const rows = Object.values(result.removed).reduce((sum, count) => sum + count, 0);
  return [
    find(before.ids === ids && ids > 0, `the search finds what is there: ${before.ids} of ${ids} ids before`),
    find(before.marks === 0, `${before.marks} of ${marks} raw texts stood in the folder before the erasure`),
    find(
      after.ids + after.marks === 0,
      `${after.ids} ids and ${after.marks} raw texts left in ${after.files} files after the erasure, ${after.bytes.toLocaleString('en')} bytes searched${tookMs === null ? '' : ` within ${tookMs} ms`}`,
    ),
    find(sent.found === 0, `${sent.found} of ${sent.bodies} bodies sent to a receiver had one of them`),
    find(!log.found, sayLog(log)),
    find(rows > 0, `the erasure counted ${rows} rows`),
    find(removedAgain === 0, `a second erasure counted ${removedAgain}`),
    find(
      !isKnownAfter,
      isKnownAfter ? 'the person was known afterwards' : 'nobody knew the person afterwards',
    ),
  ];
}

function sayLog({ bytes, found }: CanaryResult['log']): string {
  if (bytes === 0) return 'nothing was logged at the level trace, so that nothing could stand in it';
  return `the log (${bytes.toLocaleString('en')} bytes at the level trace) had ${found ? 'some' : 'none'}`;
}

function find(holds: boolean, says: string): Finding {
  return { about: 'canary', site: null, holds, says, cure: holds ? null : REPORT };
}
