/** Who changed what. */
import type { AuditAnswer } from '../../api/answers/privacy.ts';
import { Button, Card, Table, Text } from '../../ui/ui.ts';
import { viewAct } from '../../view-models/privacy.ts';
import { ACTS } from '../../words/acts.ts';
import { RECORDS } from '../../words/records.ts';
import { useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { Loaded } from '../loaded.tsx';
import { usePaged } from '../more.ts';

const NEWEST = { order: 'newest' };

export function AuditPart() {
  const { live, items, hasMore, isBusy, fault, more } = usePaged<AuditAnswer>('/v1/audit', NEWEST);
  const { audit: words } = useWords(RECORDS);
  const acts = useWords(ACTS);
  const format = useFormat();
  const { at, what, by, detail } = words.columns;
  return (
    <Loaded live={live}>
      {() => (
        <Card title={words.title}>
          <Text look="quiet">{items.length === 0 ? words.empty : words.text}</Text>
          {items.length > 0 && (
            <Table
              label={words.title}
              columns={[{ title: at }, { title: what }, { title: by }, { title: detail }]}
              rows={items.map((line, place) => {
                const row = viewAct(line, place, acts, format);
                return {
                  key: row.key,
                  cells: [row.at, row.what, row.by, <code key="detail">{row.detail}</code>],
                };
              })}
            />
          )}
          <div role="status">{fault !== null && <FaultText fault={fault} look="bad" />}</div>
          {hasMore && (
            <div>
              <Button onPress={() => void more()} isBusy={isBusy}>
                {words.more}
              </Button>
            </div>
          )}
        </Card>
      )}
    </Loaded>
  );
}
