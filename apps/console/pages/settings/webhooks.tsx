/** Webhooks of the site: who is told of what, and how it goes. */
import { useCallback, useState } from 'react';
import type { List } from '../../api/answers/list.ts';
import type { WebhookAnswer, WebhookSecretAnswer } from '../../api/answers/outgoing.ts';
import { useLive } from '../../ui/live.ts';
import { Badge, Button, Card, Inline, Rows, Stack, Text } from '../../ui/ui.ts';
import { viewWebhook } from '../../view-models/outgoing.ts';
import { OUTGOING } from '../../words/outgoing.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { Asked } from './asked.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { type MadeSecret, SecretDialog, WebhookDialog } from './webhook-form.tsx';
import { useHasKey, WithKey } from './with-key.tsx';

export function WebhooksPart() {
  const { api } = useConsole();
  const words = useWords(OUTGOING);
  const ask = useCallback(() => api.get<List<WebhookAnswer>>('/v1/webhooks'), [api]);
  const live = useLive(ask, null);
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<MadeSecret | null>(null);
  return (
    <Card title={words.webhooks.title}>
      <WithKey>
        <div>
          <Button onPress={() => setIsAdding(true)}>{words.adding.open}</Button>
        </div>
        <WebhookDialog isOpen={isAdding} onClose={() => setIsAdding(false)} onSaved={live.look} />
        <SecretDialog made={made} onClose={() => setMade(null)} />
      </WithKey>
      <Loaded live={live}>
        {({ items }) => <Webhooks items={items} onRotated={setMade} onChanged={live.look} />}
      </Loaded>
    </Card>
  );
}

type ChangeProps = {
  readonly onRotated: (made: MadeSecret) => void;
  readonly onChanged: () => void;
};

function Webhooks({ items, ...change }: ChangeProps & { readonly items: readonly WebhookAnswer[] }) {
  const { webhooks: words } = useWords(OUTGOING);
  const empty = useHasKey() ? words.empty : words.none;
  return (
    <Stack>
      <Text look="quiet">{items.length === 0 ? empty : words.text}</Text>
      {items.length > 0 && (
        <Rows
          rows={items.map((hook) => ({
            key: hook.key,
            content: <Webhook hook={hook} />,
            end: (
              <WithKey>
                <WebhookActs hook={hook} {...change} />
              </WithKey>
            ),
          }))}
        />
      )}
    </Stack>
  );
}

function Webhook({ hook }: { readonly hook: WebhookAnswer }) {
  const words = useWords(OUTGOING);
  const format = useFormat();
  const { key, url, types, counts, stopped } = viewWebhook(hook, words, format);
  return (
    <Stack>
      <Inline>
        <Text as="span" look="strong">
          {key}
        </Text>
        <Badge tone={stopped === null ? 'good' : 'bad'}>{stopped ?? words.webhooks.active}</Badge>
      </Inline>
      <Text>{url}</Text>
      <Text look="quiet">{types}</Text>
      <Text look="quiet">{counts}</Text>
      {hook.dead > 0 && <DeadLetters path={`/v1/webhooks/${encodeURIComponent(key)}/dead-letters`} />}
    </Stack>
  );
}

function WebhookActs({
  hook: { key },
  onRotated,
  onChanged,
}: ChangeProps & { readonly hook: WebhookAnswer }) {
  const { api, notify } = useConsole();
  const { webhooks: words } = useWords(OUTGOING);
  const wordFault = useFaultWords();
  const path = `/v1/webhooks/${encodeURIComponent(key)}`;
  const rotate = async (): Promise<void> => {
    const answer = await api.send<WebhookSecretAnswer>('POST', `${path}/rotate`);
    if (!answer.ok) return notify(wordFault(answer.fault));
    onRotated({ key, secret: answer.value.secret, until: answer.value.previousUntil });
  };
  const remove = async (): Promise<void> => {
    const answer = await api.send('DELETE', path);
    notify(answer.ok ? words.removed : wordFault(answer.fault));
    if (answer.ok) onChanged();
  };
  return (
    <Inline>
      <Asked words={words.rotate} of={key} onYes={() => void rotate()} />
      <Asked words={words.remove} of={key} onYes={() => void remove()} />
    </Inline>
  );
}
