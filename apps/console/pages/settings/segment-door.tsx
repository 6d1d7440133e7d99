/** The door that Segment's destination Webhooks (Actions) posts to: open with a secret, or closed. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import { Badge, Button, Card, Field, Inline, Stack, Text } from '../../ui/ui.ts';
import { SEGMENT_DOOR } from '../../words/segment-door.ts';
import { useConsole, useFaultWords, useWords } from '../console.ts';
import { useUnsaved } from '../unsaved.tsx';
import { Asked } from './asked.tsx';
import { WithKey } from './with-key.tsx';

export const DOOR_PATH = '/v1/segment/webhook';
export type DoorAnswer = { readonly state: 'on' | 'off' };

type DoorProps = { readonly isOpen: boolean; readonly onChanged: () => void };

export function SegmentDoor(props: DoorProps) {
  const words = useWords(SEGMENT_DOOR);
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.text}</Text>
      <div>
        <Badge tone={props.isOpen ? 'good' : 'plain'}>{props.isOpen ? words.on : words.off}</Badge>
      </div>
      <WithKey>
        <DoorForm {...props} />
      </WithKey>
    </Card>
  );
}

function DoorForm({ isOpen, onChanged }: DoorProps) {
  const { api, notify } = useConsole();
  const words = useWords(SEGMENT_DOOR);
  const wordFault = useFaultWords();
  const [secret, setSecret] = useState('');
  useUnsaved(secret !== '');
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const send = async (method: 'PUT' | 'DELETE', done: string, body?: unknown): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send(method, DOOR_PATH, body);
    setIsBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (!answer.ok) return;
    setSecret('');
    onChanged();
    notify(done);
  };
  return (
    <Stack gap="wide">
      <Field
        kind="secret"
        label={words.secret}
        help={words.secretHelp}
        value={secret}
        fault={fault === null ? undefined : wordFault(fault)}
        onChange={(text) => {
          setSecret(text);
          setFault(null);
        }}
      />
      <Inline>
        <Button
          isBusy={isBusy}
          isDisabled={secret === ''}
          onPress={() => void send('PUT', words.opened, { sharedSecret: secret })}
        >
          {words.open}
        </Button>
        {isOpen && <Asked words={words.close} onYes={() => void send('DELETE', words.closed)} />}
      </Inline>
    </Stack>
  );
}
