/** What visitors ask for: what is held of them, not to be profiled, to be forgotten; and what was done about it. */
import { useCallback, useState } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { ReceiptAnswer } from '../../api/answers/privacy.ts';
import { Button, Card, Field, Stack, Table, Text } from '../../ui/ui.ts';
import { viewReceipt } from '../../view-models/privacy.ts';
import { REQUESTS } from '../../words/requests.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { Loaded } from '../loaded.tsx';
import { type Paged, usePaged } from '../more.ts';
import { Person } from './person.tsx';

const NO_QUERY = {};

export function RequestsPart() {
  const receipts = usePaged<ReceiptAnswer>('/v1/erasures', NO_QUERY);
  const { again } = receipts;
  const onErased = useCallback(() => again(), [again]);
  return (
    <>
      <Person onErased={onErased} />
      <Loaded live={receipts.live}>{() => <Receipts receipts={receipts} />}</Loaded>
    </>
  );
}

function Receipts({ receipts }: { readonly receipts: Paged<ReceiptAnswer> }) {
  const { receipts: words } = useWords(REQUESTS);
  const format = useFormat();
  const { id, at, by, removed, told } = words.columns;
  const { items, hasMore, isBusy, fault, more } = receipts;
  if (items.length === 0)
    return (
      <Card title={words.title}>
        <Text look="quiet">{words.empty}</Text>
      </Card>
    );
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <Table
        label={words.title}
        columns={[
          { title: id },
          { title: at },
          { title: by },
          { title: removed, isNumber: true },
          { title: told },
        ]}
        rows={items.map((receipt) => {
          const row = viewReceipt(receipt, words, format);
          return {
            key: row.key,
            cells: [<code key="id">{row.key}</code>, row.at, row.by, row.removed, row.told],
          };
        })}
      />
      <div role="status">{fault !== null && <FaultText fault={fault} look="bad" />}</div>
      {hasMore && (
        <div>
          <Button onPress={() => void more()} isBusy={isBusy}>
            {words.more}
          </Button>
        </div>
      )}
      <OneReceipt />
    </Card>
  );
}

/** By the number that was noted where the request lies: how far platforms are by now. */
function OneReceipt() {
  const { api } = useConsole();
  const { receipts: words } = useWords(REQUESTS);
  const format = useFormat();
  const wordFault = useFaultWords();
  const [id, setId] = useState('');
  const [found, setFound] = useState<Answer<ReceiptAnswer> | null>(null);
  const find = async (): Promise<void> =>
    setFound(await api.get<ReceiptAnswer>(`/v1/erasures/${encodeURIComponent(id.trim())}`));
  const row = found?.ok === true ? viewReceipt(found.value, words, format) : null;
  return (
    <Stack>
      <Field
        label={words.findLabel}
        help={words.findHelp}
        value={id}
        fault={found?.ok === false ? wordFault(found.fault) : undefined}
        onChange={(text) => {
          setId(text);
          setFound(null);
        }}
      />
      <div>
        <Button isDisabled={id.trim() === ''} onPress={() => void find()}>
          {words.find}
        </Button>
      </div>
      <div role="status">
        {row !== null && (
          <Text>
            {row.at} · {words.columns.removed}: {row.removed} · {words.columns.told}: {row.told}
          </Text>
        )}
      </div>
    </Stack>
  );
}
