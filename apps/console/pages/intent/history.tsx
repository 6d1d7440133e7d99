/** What was trained so far, and the step back. */
import { useState } from 'react';
import { Badge, Button, Card, Inline, Modal, Table, Text } from '../../ui/ui.ts';
import { viewHistory } from '../../view-models/card.ts';
import { CARD } from '../../words/card.ts';
import { SHELL } from '../../words/shell.ts';
import { useFormat, useWords } from '../console.ts';
import { type ChangingProps, useAct } from './standing.tsx';

export function History({ model, onChange }: ChangingProps) {
  const { history: words, ...card } = useWords(CARD);
  const shell = useWords(SHELL);
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const { send, isBusy } = useAct(model.label, onChange);
  const rows = viewHistory(model, { history: words, ...card }, format);
  const rollBack = async (): Promise<void> => {
    await send('rollback', words.rolledBack);
    setIsAsking(false);
  };
  const canRollBack = model.active !== null || model.previous !== null;
  return (
    <Card title={words.title}>
      {rows.length === 0 ? (
        <Text look="quiet">{words.empty}</Text>
      ) : (
        <Table
          label={words.title}
          columns={words.columns.map((title) => ({ title }))}
          rows={rows.map((row) => ({
            key: row.key,
            cells: [
              row.version,
              row.at,
              row.kind,
              row.auc,
              row.isServed ? (
                <Badge key="served" tone="good">
                  {words.served}
                </Badge>
              ) : (
                row.became
              ),
            ],
          }))}
        />
      )}
      {canRollBack && (
        <Inline>
          <Button onPress={() => setIsAsking(true)}>{words.rollBack}</Button>
        </Inline>
      )}
      <Modal
        title={
          model.previous === null ? words.rollBackToPoints : words.rollBackTo(format.count(model.previous))
        }
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.rollBack, onPress: () => void rollBack(), isBusy }}
      >
        <Text>{words.rollBackText}</Text>
      </Modal>
    </Card>
  );
}
