import type { WriteBackView } from '../../write-back-view.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { count } from '../replay/progress-bar.ts';
import { done, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

export const writeBackVerb: Verb = {
  name: 'write-back',
  summary: 'What goes back to Segment, and whom it passes over',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  details:
    'It is switched on with PUT /v1/segment/write-back: docs/segment.md. Deliveries are counted since the server started.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const read = await operations.readWriteBack({ site });
      return read.ok ? done(read.value, draw(read.value)) : refused(read);
    }),
};

function draw(view: WriteBackView): string {
  if (view.state === 'off') return 'Nothing goes back to Segment.';
  const { region, host, scores, segments, visitors, sent, failed, dead, waiting, withheld, lastFailure } =
    view;
  const where = region === null ? host : `${host} (${region})`;
  const lines = [
    `Goes back to ${where}: scores ${scores.join(', ') || 'none'}; segments ${segments?.join(', ') ?? 'all'}`,
    `Deliveries: ${count(sent)} sent, ${count(waiting)} waiting, ${count(dead)} dead, ${count(withheld)} held back (no \`share\`, no user id, or no news)`,
    `Attempts that failed: ${count(failed)}${lastFailure === null ? '' : `; the last, at ${lastFailure.at}: ${lastFailure.reason}`}`,
    `Visitors: ${count(visitors.told)} told of, ${count(visitors.unnamed)} passed over, for no user id of theirs is known`,
  ];
  return lines.map((line) => wrap(line, '  ')).join('\n');
}
