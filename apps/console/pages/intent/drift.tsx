/** Whether what is served still holds. */
import { Badge, Card, Disclosure, Inline, Table, Text } from '../../ui/ui.ts';
import { viewDrift } from '../../view-models/card.ts';
import { CARD } from '../../words/card.ts';
import { FEATURE_WORDS } from '../../words/features.ts';
import { useFormat, useWords } from '../console.ts';
import type { ModelProps } from './standing.tsx';

export function Drift({ model: { drift, state } }: ModelProps) {
  const words = useWords(CARD);
  const features = useWords(FEATURE_WORDS);
  const format = useFormat();
  if (state !== 'model') return null;
  if (drift === null) {
    return (
      <Card title={words.drift.title}>
        <Text look="quiet">{words.drift.unlooked}</Text>
      </Card>
    );
  }
  const { badge, does, labels, lookedAt, rows } = viewDrift(drift, words, features, format);
  const [what = '', psi = '', means = ''] = words.drift.columns;
  return (
    <Card title={words.drift.title}>
      <Inline>
        <Badge tone={badge.tone}>{badge.text}</Badge>
        <Text as="span">{does}</Text>
      </Inline>
      <Text>{labels}</Text>
      {rows.length > 0 && (
        <Table
          label={words.drift.psi}
          columns={[{ title: what }, { title: psi, isNumber: true }, { title: means }]}
          rows={rows.map((row) => ({
            key: row.key,
            cells: [
              row.name,
              row.psi,
              <Badge key="band" tone={row.band.tone}>
                {row.band.text}
              </Badge>,
            ],
          }))}
        />
      )}
      <Disclosure title={words.drift.server}>
        {drift.reasons.map((reason) => (
          <Text key={reason} look="quiet">
            <span lang="en">{reason}</span>
          </Text>
        ))}
      </Disclosure>
      <Text look="quiet">{lookedAt}</Text>
    </Card>
  );
}
