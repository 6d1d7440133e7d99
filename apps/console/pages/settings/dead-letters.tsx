/** Deliveries that were given up, and sending them again. */
import type { DeadLetterAnswer } from '../../api/answers/outgoing.ts';
import { Button, Disclosure, Inline, Stack, Table, Text } from '../../ui/ui.ts';
import { OUTGOING } from '../../words/outgoing.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { Loaded } from '../loaded.tsx';
import { usePaged } from '../more.ts';
import { WithKey } from './with-key.tsx';

const NO_QUERY = {};

export function DeadLetters({ path }: { readonly path: string }) {
  const { webhooks: words } = useWords(OUTGOING);
  return (
    <Disclosure title={words.dead}>
      <Letters path={path} />
    </Disclosure>
  );
}

function Letters({ path }: { readonly path: string }) {
  const { api, notify } = useConsole();
  const { webhooks: words } = useWords(OUTGOING);
  const format = useFormat();
  const wordFault = useFaultWords();
  const { live, items, hasMore, isBusy, fault, more, again } = usePaged<DeadLetterAnswer>(path, NO_QUERY);
  const resend = async (): Promise<void> => {
    const answer = await api.send<{ resent: number }>('POST', `${path}/resend`, {});
    notify(answer.ok ? words.resent(format.count(answer.value.resent)) : wordFault(answer.fault));
    again();
  };
  const { at, attempts, reason } = words.deadColumns;
  return (
    <Loaded live={live}>
      {() =>
        items.length === 0 ? (
          <Text>{words.noDead}</Text>
        ) : (
          <Stack>
            <Text look="quiet">{words.deadText}</Text>
            <Table
              label={words.dead}
              columns={[{ title: at }, { title: attempts, isNumber: true }, { title: reason }]}
              rows={items.map((letter) => ({
                key: letter.id,
                cells: [format.time(letter.lastAt), format.count(letter.attempts), letter.reason],
              }))}
            />
            <div role="status">{fault !== null && <FaultText fault={fault} look="bad" />}</div>
            <Inline>
              <WithKey>
                <Button onPress={() => void resend()}>{words.resend}</Button>
              </WithKey>
              {hasMore && (
                <Button onPress={() => void more()} isBusy={isBusy}>
                  {words.more}
                </Button>
              )}
            </Inline>
          </Stack>
        )
      }
    </Loaded>
  );
}
